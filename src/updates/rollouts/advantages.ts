import { ensureLength } from "../../linear-algebra/scratch.ts";
import { gae } from "../../trajectories/advantages.ts";
import type { LearnedSteps } from "./learned-steps.ts";
import type { ValueFunction } from "./value-function.ts";

export interface AdvantageOptions {
  readonly lambda: number;
  /** Whether the horizon ends an episode (its value is 0), or the value of the state after it is the bootstrap. */
  readonly timeLimit: "end" | "bootstrap";
  /** Whose value is the bootstrap where the end of a batch cuts a trajectory: the next state, or the last one. */
  readonly cutBootstrap: "next" | "last";
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
 * Source: Schulman et al. (2016), equations 11–16; on time limits, Pardo et al. (2018).
 */
export const advantagesWith = (
  value: ValueFunction,
  discount: number,
  { lambda, timeLimit, cutBootstrap, valueTarget }: AdvantageOptions,
): ((steps: LearnedSteps) => Advantages) => {
  const write = gae(discount, lambda);
  const rewardsToGo = gae(discount, 1);
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  let advantages = new Float64Array(0);
  let targets = new Float64Array(0);
  let ended = new Uint8Array(0);
  return (steps) => {
    const { steps: count, trajectories, offsets, terminated, cut } = steps;
    values = ensureLength(values, count);
    advantages = ensureLength(advantages, count);
    targets = ensureLength(targets, count);
    ends = ensureLength(ends, trajectories);
    if (ended.length < trajectories) ended = new Uint8Array(2 * trajectories);
    value.evaluate(steps.inputs, count, values);
    value.evaluate(steps.lastInputs, trajectories, ends);
    for (let i = 0; i < trajectories; i++) {
      const truncated = terminated[i] === 0 && cut[i] === 0;
      ended[i] = terminated[i] === 1 || (truncated && timeLimit === "end") ? 1 : 0;
      if (cut[i] === 1 && cutBootstrap === "last") ends[i] = values[offsets[i + 1] - 1];
    }
    const batch = { ...steps, terminated: ended };
    write(batch, values, ends, advantages);
    if (valueTarget === "returns") rewardsToGo(batch, values, ends, targets);
    else targets.set(advantages.subarray(0, count));
    for (let k = 0; k < count; k++) targets[k] += values[k];
    return { values, advantages, targets };
  };
};
