import { ensureLength } from "../../linear-algebra/scratch.ts";
import { gae } from "../../trajectories/advantages.ts";
import { type BootstrapOptions, bootstrappedValues } from "./bootstrapped-values.ts";
import type { LearnedSteps } from "./learned-steps.ts";
import type { ValueFunction } from "./value-function.ts";

export interface AdvantageOptions extends BootstrapOptions {
  readonly lambda: number;
  /** What V is fitted to: Â + V, or the discounted rewards-to-go with the same bootstrap. */
  readonly valueTarget: "gae" | "returns";
}

/** What an update learns from, of every step of a batch; the memory is reused. */
export interface Advantages {
  /** V as it was before the update. # [steps] */
  readonly values: Float64Array;
  /** Â. # [steps] */
  readonly advantages: Float64Array;
  /** What V is fitted to. # [steps] */
  readonly targets: Float64Array;
}

/**
 * GAE(λ) and value targets with a value network as it is: Â_t = δ_t + γλ Â_{t+1}, δ_t = r_t + γ V(x_{t+1}) − V(x_t), in
 * which a termination zeroes V(x_{t+1}), a truncation does so if the study says so, and a cut never does.
 *
 * @returns of steps that were drawn at θ, of which the value network may share layers
 *
 * Source: Schulman et al. (2016), equations 11–16; on time limits, Pardo et al. (2018).
 */
export const advantagesWith = (
  value: ValueFunction,
  discount: number,
  { lambda, valueTarget, ...bootstrap }: AdvantageOptions,
): ((steps: LearnedSteps, theta: Float64Array) => Advantages) => {
  const evaluate = bootstrappedValues(value, bootstrap);
  const write = gae(discount, lambda);
  const rewardsToGo = gae(discount, 1);
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  let advantages = new Float64Array(0);
  let targets = new Float64Array(0);
  return (steps, theta) => {
    const { steps: count, trajectories } = steps;
    values = ensureLength(values, count);
    advantages = ensureLength(advantages, count);
    targets = ensureLength(targets, count);
    ends = ensureLength(ends, trajectories);
    evaluate(steps, theta, values, ends);
    write(steps, values, ends, advantages);
    if (valueTarget === "returns") rewardsToGo(steps, values, ends, targets);
    else targets.set(advantages.subarray(0, count));
    for (let k = 0; k < count; k++) targets[k] += values[k];
    return { values, advantages, targets };
  };
};
