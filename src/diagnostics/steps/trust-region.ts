import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { needOnPolicy } from "../diagnostic.ts";
import { jackknife, perStep } from "../variance/jackknife.ts";
import { stepSums } from "../variance/step-sums.ts";
import { policyRecord } from "./policy-record.ts";

/** One step of θ, and how far a ratio may go. */
export interface PolicyStep {
  readonly subject: string;
  /** θ', where θ is that of the point. # [P] */
  readonly moved: Float64Array;
  /** ε of the clip fraction. */
  readonly clip: number;
}

/** The batch that the step was made of, which it fits too well; or other trajectories of the same policy. */
export type Whose = "batch" | "held_out";

/**
 * How far a step θ → θ' goes, on the steps of some trajectories of π_θ. With r_k = π_θ'(a_k|s_k)/π_θ(a_k|s_k):
 *
 *   …_kl                  mean of KL(π_θ(·|s) ‖ π_θ'(·|s)) over steps, see `policyRecord`;
 *   …_max_ratio           the largest r;
 *   …_clip_fraction       share of steps with |r − 1| > ε;
 *   …_effective_steps     (Σ r)² / (N Σ r²) over the N steps: effective sample size, as a share;
 *   …_effective_trajectories  the same over the n trajectories, with the product of the ratios of each.
 *
 * Standard errors are over trajectories (groups, where they share first states), for this step; that of a maximum is
 * NaN. Cost: that of two records of the batch.
 *
 * Source: Schulman et al. (2015), ICML, and (2017), §3; Kong, Liu & Wong (1994), JASA 89 (effective sample size).
 * @throws RangeError where another policy acts
 */
export const trustRegion = (
  point: Point,
  { subject, moved, clip }: PolicyStep,
  batch: TrajectoryBatch,
  whose: Whose,
): Diagnostic[] => {
  needOnPolicy(point, "the trust region");
  const before = policyRecord(point, batch);
  const after = policyRecord(point.moved(moved), batch);
  const divergences = new Float64Array(batch.steps);
  before.divergence(after, divergences);
  const logRatios = after.taken.map((log, k) => log - before.taken[k]);
  const clipped = logRatios.map((log) => (Math.abs(Math.expm1(log)) > clip ? 1 : 0));
  const whole = trajectorySums(logRatios, batch);
  const alone = { ...batch, offsets: Int32Array.from({ length: batch.trajectories + 1 }, (_, i) => i) };
  return Object.entries({
    kl: jackknife(stepSums(batch, divergences), 2, perStep),
    max_ratio: { value: Math.exp(largest(logRatios)), standardError: Number.NaN },
    clip_fraction: jackknife(stepSums(batch, clipped), 2, perStep),
    effective_steps: effectiveShare(logRatios, batch),
    effective_trajectories: effectiveShare(whole, alone),
  }).map(([name, measured]) => ({ subject, name: `${whose}_${name}`, ...measured }));
};

/** (Σ w)² / (N Σ w²), of log w. @param logs one for each of the steps */
const effectiveShare = (logs: Float64Array, units: TrajectoryBatch) => {
  const most = largest(logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const sums = stepSums(
    units,
    weights,
    weights.map((w) => w * w),
  );
  return jackknife(sums, 3, ([n, w, ww]) => (w * w) / (n * ww));
};

/** Sums over each trajectory. @returns [n] */
const trajectorySums = (values: Float64Array, { trajectories, offsets }: TrajectoryBatch): Float64Array => {
  const sums = new Float64Array(trajectories);
  for (let i = 0; i < trajectories; i++)
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sums[i] += values[k];
  return sums;
};

const largest = (values: Float64Array): number =>
  values.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
