import type { Diagnostic, DiagnosticsEvent, LandscapeEvent } from "../diagnostics/diagnostic.ts";
import { gradientNoise } from "../diagnostics/gradient-noise.ts";
import { landscape } from "../diagnostics/steps/landscape.ts";
import { trustRegion } from "../diagnostics/steps/trust-region.ts";
import { usefulness } from "../diagnostics/usefulness.ts";
import { valueErrors } from "../diagnostics/values/value-errors.ts";
import { decomposeVariance } from "../diagnostics/variance/variance-decomposition.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { preview } from "../updates/preview.ts";
import type { EstimatesEvent } from "./cell.ts";

/**
 * The diagnostics of a probe, as far as the study asks for it. Nothing that trains is changed, and all
 * draws come from streams of their own.
 *
 * @param cells the estimates at the largest batch size
 */
export function* diagnose(
  setup: Setup,
  iteration: number,
  cells: readonly EstimatesEvent[],
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
  if (options.gradientNoise)
    for (const { estimator: name, gradients, replicates, batchSize } of cells)
      figures.push(...gradientNoise(name, gradients, replicates, batchSize));
  if (options.usefulness)
    for (const { estimator: name, gradients, replicates } of cells) {
      const figure = usefulness(point, name, gradients, replicates, options.usefulness.stepSize);
      if (figure) figures.push(figure);
    }
  const landscapes: LandscapeEvent[] = [];
  if (options.trustRegion || options.landscape) {
    const { batch, moved } = nextStep(setup, key);
    if (options.trustRegion) {
      const { clip, heldOut } = options.trustRegion;
      const what = { subject: "agent", moved, clip };
      figures.push(...trustRegion(point, what, batch, "batch"));
      figures.push(...trustRegion(point, what, sampler(setup, [...key, "held out"])(heldOut), "held_out"));
    }
    if (options.landscape) {
      const step = moved.map((x, j) => x - point.theta[j]);
      for (const each of landscape(point, step, batch, [...key, "landscape"], options.landscape))
        landscapes.push({ type: "landscape", iteration, ...each });
    }
  }
  yield { type: "diagnostics", iteration, diagnostics: figures };
  yield* landscapes;
}

const sampler = ({ point }: Setup, key: readonly (string | number)[]) =>
  point.sampler(stream(...key, "actions"), stream(...key, "environment"));

/** A batch of the agent, and where its update would go from there. */
const nextStep = (setup: Setup, key: readonly (string | number)[]) =>
  preview(setup.update, setup.point, (b) => drawOf(setup, [...key, "step", b]), stream(...key, "estimator"));

/** A batch as the agent draws them in training. */
const drawOf = (setup: Setup, key: readonly (string | number)[]): TrajectoryBatch => {
  const { batchSize = 0, batchSteps = 0, lanes = 1 } = setup.config.agent;
  const bySteps = setup.update.lanes?.(stream(...key, "actions"), stream(...key, "environment"));
  return bySteps ? bySteps.draw(batchSteps / lanes) : sampler(setup, key)(batchSize);
};
