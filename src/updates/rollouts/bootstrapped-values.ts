import type { LearnedSteps } from "./learned-steps.ts";
import type { ValueFunction } from "./value-function.ts";

export interface BootstrapOptions {
  /** Whether the horizon ends an episode (its value is 0), or the value of the state after it is the bootstrap. */
  readonly timeLimit: "end" | "bootstrap";
  /** Whose value is the bootstrap where the end of a batch cuts a trajectory: the next state, or the last one. */
  readonly cutBootstrap: "next" | "last";
}

/**
 * V of every step with a value network as it is, and of what comes after each trajectory as an update takes it: 0 after a
 * truncation that is an end; meaningless after a termination.
 *
 * @returns writes values [steps] and ends [n], at θ of the policy, of which the network may share layers
 */
export const bootstrappedValues =
  (value: ValueFunction, { timeLimit, cutBootstrap }: BootstrapOptions) =>
  (
    { trajectories, steps, offsets, terminated, cut, inputs, lastInputs }: LearnedSteps,
    theta: Float64Array,
    values: Float64Array,
    ends: Float64Array,
  ): void => {
    value.load(theta);
    value.evaluate(inputs, steps, values);
    value.evaluate(lastInputs, trajectories, ends);
    for (let i = 0; i < trajectories; i++) {
      if (cut[i] === 1 && cutBootstrap === "last") ends[i] = values[offsets[i + 1] - 1];
      if (cut[i] === 0 && terminated[i] === 0 && timeLimit === "end") ends[i] = 0;
    }
  };
