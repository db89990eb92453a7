import { z } from "zod";
import { held, type Savable } from "../memory/state.ts";
import { choice, make } from "../registry.ts";
import type { Optimizer } from "./optimizer.ts";
import { type Schedule, schedules } from "./schedules.ts";

/** One update of θ, uphill, in place, at the learning rate α of the moment. */
export type Rule = (theta: Float64Array, gradient: Float64Array, learningRate: number) => void;

/** A rule that goes by the updates before. */
export type HoldingRule = Rule & Savable;

/** A rule with all that it holds from update to update. */
export const holding = (own: Readonly<Record<string, Float64Array>>, rule: Rule): HoldingRule =>
  Object.assign(rule, held(own));

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
export const scheduled = ({ learningRate, schedule }: StepSize, rule: Rule | HoldingRule): Optimizer => {
  const multiplier = make<[], Schedule>(schedules, schedule ?? { kind: "constant" });
  const own = { updates: 0, ...("save" in rule && { rule }) };
  const step = (theta: Float64Array, gradient: Float64Array) =>
    rule(theta, gradient, learningRate * multiplier(own.updates++));
  return Object.assign(step, held(own));
};
