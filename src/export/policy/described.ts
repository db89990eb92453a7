import { isDiscrete } from "../../../envs/contract/environment.ts";
import type { Tensor } from "../../bridge/frame.ts";
import type { RunConfig } from "../../config/plan.ts";
import { isTabular } from "../../policies/policy.ts";
import type { Setup } from "../../setup/set-up.ts";
import { layerShapes, layersOf, split, thetaTensors } from "./tensors.ts";

/** The run that a policy is of. */
export interface PolicyOrigin {
  readonly study: string;
  readonly agent: string;
  readonly seed: number;
  readonly run: number;
  /** Updates of θ that were made. */
  readonly iteration: number;
}

/** All numbers of a policy, of the values that were learned with it and of its normalizer. */
export const tensorsOf = ({ config, point, update }: Setup): Tensor[] => {
  const { policy, theta } = point;
  const tensors = thetaTensors(config.policy, policy, theta);
  if (isTabular(policy)) return tensors;
  const O = policy.observationSize;
  const { value } = update;
  if (value) tensors.push(...split(layerShapes("value", [O, ...value.shape.widths, 1]), value.weights));
  const { normalizer } = policy;
  if (normalizer)
    tensors.push(
      ...split(
        [
          ["observations.mean", [O]],
          ["observations.deviation", [O]],
        ],
        normalizer.moments,
      ),
    );
  return tensors;
};

/** What the tensors are of, for who builds the networks anew. See docs/layouts.md. */
export const description = (setup: Setup, origin: PolicyOrigin) => {
  const { config, point, update } = setup;
  const { policy } = point;
  const { environment } = point.problem;
  const tensors = Object.fromEntries(tensorsOf(setup).map(({ name, shape }) => [name, shape]));
  const shared = {
    ...origin,
    environment: config.environment,
    objective: config.objective,
    policy: config.policy,
  };
  if (isTabular(policy) || isDiscrete(environment)) return { ...shared, tensors };
  const { value } = update;
  return {
    ...shared,
    observationSize: policy.observationSize,
    action: { ...environment.action, clipped: broughtBy(config).clipActions ?? false },
    output:
      policy.action.size === undefined ? "logits" : isOfState(config) ? "means, log deviations" : "means",
    layers: config.policy.kind === "perceptron" ? layersOf(config.policy.widths, policy) : undefined,
    observations: policy.normalizer ? { clip: broughtBy(config).observations?.clip ?? null } : null,
    value: value
      ? {
          layers: [policy.observationSize, ...value.shape.widths, 1],
          activation: value.shape.activation,
          ...(value.shared > 0 && { sharesHidden: true }),
          of: broughtBy(config).rewards ? "scaled rewards" : "rewards",
        }
      : null,
    tensors,
  };
};

const isOfState = ({ policy }: RunConfig): boolean =>
  policy.kind === "perceptron" && policy.deviation === "state";

type OfSteps = Exclude<NonNullable<RunConfig["agent"]["update"]>, { kind: "ascent" }>;

const broughtBy = ({ agent: { update } }: RunConfig): Partial<OfSteps> =>
  update === undefined || update.kind === "ascent" ? {} : update;
