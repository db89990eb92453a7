import type { ContinuousEnvironment, Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import type { LaneHost, Lanes } from "../../envs/contract/lanes.ts";
import type { RunConfig } from "../config/plan.ts";
import { runningNormalizer } from "../normalizers/observations.ts";
import { policies } from "../policies/index.ts";
import { isTabular, type Policy } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import { make } from "../registry.ts";

type Update = NonNullable<RunConfig["agent"]["update"]>;

/** What an update that draws steps changes of a problem; nothing of one that ascends. */
const broughtBy = (update: Update | undefined): Partial<Exclude<Update, { kind: "ascent" }>> =>
  update === undefined || update.kind === "ascent" ? {} : update;

/**
 * The policy of a run. An update may bring how its observations are normalized and how its first weights are drawn: a
 * probe, an evaluation and the training then see the same policy.
 *
 * @throws RangeError where the study normalizes observations twice
 */
export const policyOf = (
  { policy: written, agent: { update } }: RunConfig,
  environment: Environment,
  objective: Objective,
): Policy => {
  const { observations, weights, initialDeviation } = broughtBy(update);
  const options = {
    ...written,
    ...(observations && { normalize: true }), // so that nothing takes it for a function of the state itself
    ...(written.kind === "perceptron" && {
      ...(weights && { weights: written.weights ?? weights }),
      ...(initialDeviation &&
        !isDiscrete(environment) &&
        environment.action.size !== undefined &&
        typeof written.deviation !== "number" && {
          initialDeviation: written.initialDeviation ?? initialDeviation,
        }),
    }),
  };
  if (observations && "normalize" in written && written.normalize)
    throw new RangeError("observations are normalized by the update already; take policy.normalize out");
  const policy = make<[Environment, Objective], Policy>(policies, options, environment, objective);
  if (observations && !isTabular(policy) && policy.normalizer) {
    const { clip = Number.POSITIVE_INFINITY, learn, ...moments } = observations;
    const running = runningNormalizer(policy.observationSize, { ...moments, clip });
    const { see: _, ...ofBatches } = running;
    policy.normalizeAs?.({ normalizer: learn === "steps" ? running : ofBatches });
  }
  return policy;
};

/** The environment of a run: where the update says so, it takes the nearest action within its limits. */
export const environmentOf = ({ agent: { update } }: RunConfig, environment: Environment): Environment => {
  const { clipActions = false } = broughtBy(update);
  return clipActions && !isDiscrete(environment) ? withinLimits(environment) : environment;
};

const withinLimits = (environment: ContinuousEnvironment): ContinuousEnvironment => {
  const { action, lanes } = environment;
  if (action.size === undefined || action.limits === undefined) return environment;
  const { low, high } = action.limits;
  const K = action.size;
  /** @param actions [count, K] @param near the same within limits, written */
  const limit = (actions: Float64Array, count: number, near: Float64Array): Float64Array => {
    for (let j = 0; j < count * K; j++) near[j] = Math.min(high[j % K], Math.max(low[j % K], actions[j]));
    return near;
  };
  const near = new Float64Array(K);
  return {
    ...environment,
    ...(lanes && { lanes: limitedLanes(lanes, K, limit) }),
    step: (state, action, random, outcome) =>
      environment.step(state, limit(action, 1, near), random, outcome),
  };
};

const limitedLanes = (
  { shared, sharedCount, own }: LaneHost,
  K: number,
  limit: (actions: Float64Array, count: number, near: Float64Array) => Float64Array,
): LaneHost => {
  const limited = ({ reset, step }: Lanes, most: number): Lanes => {
    const near = new Float64Array(most * K);
    return {
      reset,
      step: (lanes, count, actions, outcomes) => step(lanes, count, limit(actions, count, near), outcomes),
    };
  };
  return { shared: limited(shared, sharedCount), sharedCount, own: (count) => limited(own(count), count) };
};
