import { normalize } from "../../estimators/normalize.ts";
import type { Advantages } from "./advantages.ts";
import type { LearnedSteps } from "./learned-steps.ts";

/** What an update from steps moves the policy along: the mean over steps of min(ρ Â, clip(ρ, 1 ± ε) Â). */
export interface PolicySurrogate {
  readonly steps: LearnedSteps;
  /** Â, normalized over the whole batch where the update normalizes it at all. # [steps] */
  readonly advantages: Float64Array;
  /** ε; Infinity where no ratio is clipped. */
  readonly clip: number;
}

/** How an update normalizes Â and clips ratios. */
export interface PolicySurrogateOptions {
  readonly clip?: number | undefined;
  readonly anneal?: readonly string[] | undefined;
  readonly normalizeAdvantages: "none" | "minibatch" | "batch";
  readonly deviation: "population" | "sample";
  readonly advantageEpsilon: number;
}

/**
 * The surrogate of one batch. Of minibatches it is not the one of any of them, whose advantages are normalized apart, but
 * that of the whole. An entropy bonus is no part of it.
 *
 * @param progress 0 at the first update, and nearly 1 at the last
 */
export const policySurrogate = (
  steps: LearnedSteps,
  { advantages: learned }: Advantages,
  options: PolicySurrogateOptions,
  progress: number,
): PolicySurrogate => {
  const { clip = Number.POSITIVE_INFINITY, anneal = [], normalizeAdvantages, deviation } = options;
  const advantages = learned.slice(0, steps.steps);
  if (normalizeAdvantages !== "none")
    normalize(advantages, steps.steps, { deviation, epsilon: options.advantageEpsilon });
  return { steps, advantages, clip: anneal.includes("clip") ? (1 - progress) * clip : clip };
};
