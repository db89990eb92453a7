import { norm } from "../linear-algebra/norm.ts";
import { stream } from "../random.ts";
import { type SquaredDistance, squaredDistance } from "../statistics/bias/squared-distance.ts";
import { sampledTurnAndScale, type TurnAndScale } from "../statistics/bias/turn-and-scale.ts";
import type { Interval } from "../statistics/interval.ts";
import type { AuditBatch } from "./batch.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { weightedScores } from "./scores.ts";
import type { ShortProblem } from "./short-problem.ts";

/** How far the mean of estimates is from ∇J of a short problem: with 95 % intervals, or exactly, where low and high are the estimate. */
export interface Numbers extends TurnAndScale {
  readonly method: "exact" | "sampled";
  /** Estimates that were made, each of a batch of 8; 0 where it is exact. */
  readonly replicates: number;
  /** ‖E g − ∇J‖ / ‖∇J‖. */
  readonly bias: Interval;
  /** How many standard errors the squared bias is from 0; only where it is sampled. */
  readonly z?: number;
  /** ‖E g‖ / ‖∇J‖. */
  readonly normRatio: Interval;
  /** The root of the total variance of one estimate, in units of ‖∇J‖; only where it is exact. */
  readonly noise?: number;
  /** Differences from estimators of ours on the same batches; only where it is sampled. */
  readonly paired?: Paired;
}

/** What code is compared with on the same batches. */
export interface Partners {
  /** The nearest of ours, where it is none of them. */
  readonly nearest?: CatalogueEntry | undefined;
  /** The nearest whose mean is ∇J: the difference of the means is the bias, with less noise. */
  readonly right?: CatalogueEntry | undefined;
}

export type Paired = { readonly [each in keyof Partners]?: Difference };

/** How far the means of two estimators are apart. */
export interface Difference {
  readonly of: CatalogueEntry;
  /** ‖E g − E g′‖ / ‖∇J‖. */
  readonly bias: Interval;
  readonly z: number;
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
  partners: Partners = {},
): Numbers | undefined => {
  const { truth } = problem;
  const sampler = problem.point.sampler(stream("audit", "actions"), stream("audit", "environment"));
  const P = truth.length;
  const vectors = new Float64Array(replicates * P);
  const differences = Object.entries(partners).flatMap(([name, of]) =>
    of ? [{ name, of, vectors: new Float64Array(replicates * P) }] : [],
  );
  for (let r = 0; r < replicates; r++) {
    const batch = problem.withValues(sampler(BATCH));
    const g = estimate(batch, r);
    vectors.set(g, r * P);
    for (const { of, vectors } of differences) {
      const other = estimateOf(problem, of, batch);
      for (let j = 0; j < P; j++) vectors[r * P + j] = g[j] - other[j];
    }
  }
  if (!vectors.some((each) => each !== 0)) return undefined;
  const size = norm(truth);
  const origin = new Float64Array(P);
  const { bias, z } = apart(squaredDistance(vectors, replicates, truth), size);
  const paired = differences.map(({ name, of, vectors }): [string, Difference] => [
    name,
    { of, ...apart(squaredDistance(vectors, replicates, origin), size) },
  ]);
  return {
    ...{ method: "sampled", replicates, bias, z },
    normRatio: apart(squaredDistance(vectors, replicates, origin), size).bias,
    ...sampledTurnAndScale({ vectors, count: replicates }, truth),
    paired: Object.fromEntries(paired),
  };
};

/** A squared distance as a distance in units of another, 0 where noise alone would be longer. */
const apart = ({ estimate, low, high, noise }: SquaredDistance, unit: number) => {
  const root = (square: number) => Math.sqrt(Math.max(0, square)) / unit;
  return {
    bias: { estimate: root(estimate), low: root(low), high: root(high) },
    z: estimate === 0 ? 0 : estimate / noise,
  };
};

/** What an estimator of ours makes of a batch. # [P] */
export const estimateOf = (problem: ShortProblem, entry: CatalogueEntry, batch: AuditBatch): Float64Array => {
  const weights = new Float64Array(batch.steps);
  entry.weigh(batch, weights);
  return weigh(problem, batch, weights);
};

/** The estimate by weights in a mean over trajectories. */
export const weigh = ({ point }: ShortProblem, batch: AuditBatch, weights: Float64Array): Float64Array =>
  weightedScores(batch, point.probabilities, point.policy.actions, weights);
