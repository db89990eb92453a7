import { ROWS } from "../../policies/body.ts";
import type { PolicyRows } from "../../policies/policy.ts";
import type { Actions } from "../../trajectories/batch.ts";
import type { Minibatch } from "./minibatch.ts";
import type { ValueFunction } from "./value-function.ts";

/** Steps as the policy's loss reads them: a minibatch, or a whole batch. m is their number. */
export interface PolicySteps {
  readonly size: number;
  readonly inputs: Float64Array; // [m, O]
  readonly actions: Actions; // [m, K]
  readonly times: Int32Array; // [m]
  readonly advantages: Float64Array; // [m]
  /** log π of the actions when they were taken. # [m] */
  readonly logBefore: Float64Array;
}

/** Figures of the policy in some minibatches, as sums over their steps; divided by `steps` they are means. */
export interface PolicySums {
  steps: number;
  /** −min(ρÂ, clip(ρ, 1 ± ε)Â). */
  loss: number;
  /** Entropy, in nats. */
  entropy: number;
  /** (ρ − 1) − log ρ, whose mean estimates KL(π_before‖π) without bias, and is never negative. */
  kl: number;
  /** Whether |ρ − 1| > ε. */
  clipped: number;
}

/** The same of the values. */
export interface ValueSums {
  steps: number;
  /** (V − T)², or the larger of the clipped one, without a coefficient. */
  loss: number;
}

/**
 * The slopes of the policy's part of a minibatch, uphill: ∇θ mean [min(ρÂ, clip(ρ, 1 ± ε)Â) + c H], with
 * ρ = π(a|x)/π_before(a|x). A step counts as ρÂ/m, or as 0 where the clipped side is the smaller. Without a clip it is the
 * surrogate ρÂ, of which ∇ at the θ that acted is that of A2C.
 *
 * Source: Schulman et al. (2017), equation 7; the estimate of KL: Schulman (2020), "Approximating KL divergence".
 *
 * @param clip ε; Infinity where nothing is clipped @param out [P], added to @param sums added to
 */
export const policySlopes = (
  policy: PolicyRows,
  batch: PolicySteps,
  { clip, entropyCoefficient }: { readonly clip: number; readonly entropyCoefficient: number },
  out: Float64Array,
  sums: PolicySums,
): void => {
  const { size, advantages, logBefore } = batch;
  for (let first = 0; first < size; first += ROWS) {
    const rows = Math.min(ROWS, size - first);
    policy.forward(batch.inputs, batch.actions, first, rows, batch.times.subarray(first), logNow, entropies);
    for (let r = 0; r < rows; r++) {
      const difference = logNow[r] - logBefore[first + r];
      const ratio = Math.exp(difference);
      const advantage = advantages[first + r];
      const outside = Math.abs(ratio - 1) > clip;
      const flat = outside && ratio > 1 === advantage > 0 && advantage !== 0;
      const bounded = Math.min(1 + clip, Math.max(1 - clip, ratio));
      weights[r] = flat ? 0 : (ratio * advantage) / size;
      sums.loss -= Math.min(ratio * advantage, bounded * advantage);
      sums.kl += ratio - 1 - difference;
      sums.entropy += entropies[r];
      if (outside) sums.clipped++;
    }
    policy.addGradient(weights, entropyCoefficient / size, out);
  }
  sums.steps += size;
};

/**
 * The slopes of the value's part of a minibatch, uphill: −c ∇w mean (V − T)²; with a clip ε, of the mean of the larger of
 * that and (V_before + clip(V − V_before, ±ε) − T)².
 *
 * @param clip ε; Infinity where nothing is clipped @param out [W], added to @param sums added to
 */
export const valueSlopes = (
  value: ValueFunction,
  { size, inputs, values, targets }: Minibatch,
  { coefficient, clip }: { readonly coefficient: number; readonly clip: number },
  out: Float64Array,
  sums: ValueSums,
): void => {
  for (let first = 0; first < size; first += ROWS) {
    const rows = Math.min(ROWS, size - first);
    value.forward(inputs, first, rows, now);
    for (let r = 0; r < rows; r++) {
      const before = values[first + r];
      const target = targets[first + r];
      const error = now[r] - target;
      const moved = now[r] - before;
      const near = before + Math.min(clip, Math.max(-clip, moved)) - target;
      const held = near * near > error * error; // the clipped side, which does not move with w beyond ε
      sums.loss += held ? near * near : error * error;
      slopes[r] = held && Math.abs(moved) > clip ? 0 : (-2 * coefficient * error) / size;
    }
    value.addGradient(slopes, out);
  }
  sums.steps += size;
};

const logNow = new Float64Array(ROWS);
const entropies = new Float64Array(ROWS);
const weights = new Float64Array(ROWS);
const now = new Float64Array(ROWS);
const slopes = new Float64Array(ROWS);
