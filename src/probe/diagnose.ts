import type { Diagnostic, DiagnosticsEvent, LandscapeEvent } from "../diagnostics/diagnostic.ts";
import { gradientNoise } from "../diagnostics/gradient-noise.ts";
import { trustRegion } from "../diagnostics/steps/trust-region.ts";
import { usefulness, usefulnessOfStep } from "../diagnostics/usefulness.ts";
import { valueErrors } from "../diagnostics/values/value-errors.ts";
import { valueFit } from "../diagnostics/values/value-fit.ts";
import { decomposeVariance } from "../diagnostics/variance/variance-decomposition.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import { landscapesOf } from "./landscapes.ts";
import { anotherBatch, nextStep } from "./next-step.ts";

/** Estimates that diagnostics look at one by one: those of an estimator. */
export interface LookedAt {
  readonly estimator: string;
  /** Trajectories behind each. */
  readonly batchSize: number;
  readonly gradients: Float64Array; // [count, P]
  readonly count: number;
}

/**
 * The diagnostics of a probe, as far as the study asks for it. Nothing that trains is changed, and all
 * draws come from streams of their own.
 *
 * @param cells the estimates at the largest batch size
 */
export function* diagnose(
  setup: Setup,
  iteration: number,
  cells: readonly LookedAt[],
): Generator<DiagnosticsEvent | LandscapeEvent> {
  const { config, point, critics, estimators } = setup;
  const options = config.probe?.diagnostics;
  if (options === undefined) return;
  const key = [config.seed, config.agent.name, "probe", iteration, "diagnostics"];
  const [{ estimator }] = estimators;
  const figures: Diagnostic[] = [];
  if (options.variance) {
    const baseline = critics.find(({ subject }) => subject === "agent")?.critic;
    const what = {
      subject: "agent",
      stateWeight: estimator.estimand.stateWeight,
      ...(baseline && { baseline }),
    };
    figures.push(...decomposeVariance(point, what, [...key, "variance"], options.variance));
  }
  if (options.values) figures.push(...valueErrors(point, critics, [...key, "values"], options.values));
  if (options.valueFit) {
    const roleKey = (role: string) => [...key, "value fit", role];
    const { discount } = point.problem.objective;
    const draws = stream(...roleKey("update"));
    figures.push(
      ...valueFit(setup.update, point, discount, (role) => anotherBatch(setup, roleKey(role)), draws),
    );
  }
  if (options.gradientNoise)
    for (const { estimator: name, gradients, count, batchSize } of cells)
      figures.push(...gradientNoise(name, gradients, count, batchSize));
  const { stepSize, trajectories } = options.usefulness ?? {};
  const returns = { key: [...key, "usefulness"], trajectories };
  if (stepSize !== undefined)
    for (const { estimator: name, gradients, count } of cells)
      figures.push(usefulness(point, name, gradients, count, stepSize, returns));
  const ofStep = options.usefulness !== undefined && stepSize === undefined;
  if (options.trustRegion || ofStep) {
    const { batch, moved } = nextStep(setup, key);
    if (ofStep) figures.push(usefulnessOfStep(point, "agent", moved, returns));
    if (options.trustRegion) {
      const { clip, heldOut } = options.trustRegion;
      const what = { subject: "agent", moved, clip };
      figures.push(...trustRegion(point, what, batch, "batch"));
      figures.push(...trustRegion(point, what, sampler(setup, [...key, "held out"])(heldOut), "held_out"));
    }
  }
  yield { type: "diagnostics", iteration, diagnostics: figures };
  if (options.landscape) yield* landscapesOf(setup, iteration, key, options.landscape);
}

const sampler = ({ point }: Setup, key: readonly (string | number)[]) =>
  point.sampler(stream(...key, "actions"), stream(...key, "environment"));
