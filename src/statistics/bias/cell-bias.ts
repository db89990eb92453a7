import { type Interval, withoutInterval } from "../interval.ts";
import { squaredBias } from "./bias.ts";
import { distanceBetween } from "./distance-between.ts";
import { sampledTurnAndScale, type TurnAndScale } from "./turn-and-scale.ts";

/** The bias of a cell's estimates g for a truth G, with 95 % intervals. */
export interface CellBias extends TurnAndScale {
  /** ‖E g − G‖² without the noise of the means: may be negative, as its limits may. */
  readonly squaredBias: Interval;
}

/** What estimates are compared with. */
export interface BiasTruth {
  readonly gradient: Float64Array; // [P]
  /** Why it is no truth; null if it is one. */
  readonly noise: string | null;
  /** Means of equal parts of a reference, which is then their mean. # [C, P] */
  readonly parts?: Float64Array;
}

/** Estimates beyond so many are averaged in groups, whose means are as good: intervals then cost no more for more of them. */
const MAX_UNGROUPED = 4096;

const UNKNOWN = withoutInterval(Number.NaN);

/**
 * @param gradients finite estimates. # [N, P]
 * @returns undefined for fewer than two estimates; turnedBy and scaledBy NaN where G is no truth, turnedBy where all g are 0
 */
export const cellBias = (
  gradients: Float64Array,
  count: number,
  { gradient, noise, parts }: BiasTruth,
): CellBias | undefined => {
  if (count < 2) return undefined;
  const P = gradient.length;
  const estimates = grouped(gradients, count);
  const chunks = parts && { vectors: parts, count: parts.length / P };
  const { estimate, low, high } = chunks
    ? distanceBetween(estimates, chunks)
    : squaredBias(estimates.vectors, estimates.count, gradient);
  const bias = { squaredBias: { estimate, low, high }, turnedBy: UNKNOWN, scaledBy: UNKNOWN };
  if (noise !== null) return bias;
  const { turnedBy, scaledBy } = sampledTurnAndScale(estimates, gradient, chunks);
  return { ...bias, scaledBy, turnedBy: gradients.some((x) => x !== 0) ? turnedBy : UNKNOWN };
};

/** At most `MAX_UNGROUPED` means of groups of neighbors, of sizes that differ by one at most. */
const grouped = (vectors: Float64Array, count: number): { vectors: Float64Array; count: number } => {
  if (count <= MAX_UNGROUPED) return { vectors, count };
  const P = vectors.length / count;
  const means = new Float64Array(MAX_UNGROUPED * P);
  for (let k = 0; k < MAX_UNGROUPED; k++) {
    const [from, to] = [
      Math.floor((k * count) / MAX_UNGROUPED),
      Math.floor(((k + 1) * count) / MAX_UNGROUPED),
    ];
    for (let i = from; i < to; i++)
      for (let j = 0; j < P; j++) means[k * P + j] += vectors[i * P + j] / (to - from);
  }
  return { vectors: means, count: MAX_UNGROUPED };
};
