import { z } from "zod";
import { choice, make } from "../registry.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Schedule, schedules } from "./schedules.ts";

/** One update of θ, uphill, in place, at the learning rate α of the moment. */
export interface Rule {
  (theta: Float64Array, gradient: Float64Array, learningRate: number): void;
  /** All that it remembers from update to update. */
  readonly memory?: readonly Float64Array[];
}

/** A rule with what it remembers. */
export const remembering = (memory: readonly Float64Array[], rule: Rule): Rule =>
  Object.assign(rule, { memory });

export const learningRate = z.number().positive().describe("step size α");

/** The options that all optimizers share. */
export const stepSize = {
  learningRate,
  schedule: choice(schedules)
    .optional()
    .describe("how the learning rate changes along training; it stays the same if not given"),
};

type StepSize = z.output<z.ZodObject<typeof stepSize>>;

/** The optimizer that follows a rule at the rate α · schedule(i), with i the number of updates before. */
export const scheduled = ({ learningRate, schedule }: StepSize, rule: Rule): Optimizer => {
  const multiplier = make<[], Schedule>(schedules, schedule ?? { kind: "constant" });
  let update = 0;
  const step = (theta: Float64Array, gradient: Float64Array) =>
    rule(theta, gradient, learningRate * multiplier(update++));
  return Object.assign(step, {
    preview(theta: Float64Array, gradient: Float64Array) {
      const before = rule.memory?.map((each) => each.slice()) ?? [];
      const moved = theta.slice();
      rule(moved, gradient, learningRate * multiplier(update));
      for (const [i, each] of before.entries()) rule.memory?.[i].set(each);
      return moved;
    },
  });
};
