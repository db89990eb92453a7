import { ROWS } from "../../policies/body.ts";
import type { PolicyRows } from "../../policies/policy.ts";
import type { LearnedSteps } from "./learned-steps.ts";

/** Writes log π of every step with a policy as it is. @param out [steps] */
export const logProbabilities = (policy: PolicyRows, steps: LearnedSteps, out: Float64Array): void => {
  for (let first = 0; first < steps.steps; first += ROWS) {
    const count = Math.min(ROWS, steps.steps - first);
    const times = steps.times.subarray(first);
    policy.forward(steps.inputs, steps.actions, first, count, times, out.subarray(first), unread);
  }
};

const unread = new Float64Array(ROWS); // entropies
