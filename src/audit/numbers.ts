import { stream } from "../random.ts";
import { sampledTurnAndScale, type TurnAndScale } from "../statistics/bias/turn-and-scale.ts";
import type { AuditBatch } from "./batch.ts";
import { weightedScores } from "./scores.ts";
import type { ShortProblem } from "./short-problem.ts";

/** How far the mean of estimates is from ∇J of a short problem: with 95 % intervals, or exactly, where low and high are the estimate. */
export interface Numbers extends TurnAndScale {
  readonly method: "exact" | "sampled";
  /** Estimates that were made, each of a batch of 8; 0 where it is exact. */
  readonly replicates: number;
  /** The root of the total variance of one estimate, in units of ‖∇J‖; only where it is exact. */
  readonly noise?: number;
}

/** Trajectories of a batch of the short problem. */
export const BATCH = 8;

/**
 * @param estimate the estimate of a batch. # [P]
 * @returns undefined where all estimates are 0
 */
export const numbersOf = (
  problem: ShortProblem,
  replicates: number,
  estimate: (batch: AuditBatch, replicate: number) => Float64Array,
): Numbers | undefined => {
  const sampler = problem.point.sampler(stream("audit", "actions"), stream("audit", "environment"));
  const P = problem.truth.length;
  const vectors = new Float64Array(replicates * P);
  for (let r = 0; r < replicates; r++) vectors.set(estimate(problem.withValues(sampler(BATCH)), r), r * P);
  if (!vectors.some((each) => each !== 0)) return undefined;
  return {
    method: "sampled",
    replicates,
    ...sampledTurnAndScale({ vectors, count: replicates }, problem.truth),
  };
};

/** The estimate by weights in a mean over trajectories. */
export const weigh = ({ point }: ShortProblem, batch: AuditBatch, weights: Float64Array): Float64Array =>
  weightedScores(batch, point.probabilities, point.policy.actions, weights);
