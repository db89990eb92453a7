import { z } from "zod";
import type { AskOutside, OutsideCodeOptions } from "../bridge/outside-code.ts";
import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import type { Problem } from "../problem/point.ts";
import type { Kind } from "../registry.ts";
import type { Estimator } from "./estimator.ts";
import type { CustomEstimator } from "./outside/custom-estimator.ts";

export const stateWeightOption = z
  .enum(["discounted", "none"])
  .optional()
  .describe("weight of the score at time t: γᵗ, or 1; the objective's if not given");

/** What an estimator may be made from: the problem, and critics of it. */
export interface EstimatorContext extends Problem {
  /** The critic that the options name; one that learns is taught along training. */
  critic(options: CriticOptions): Critic;
  /** A function that asks code of somebody else, which it starts with the first question; present in a run. */
  outside?(options: OutsideCodeOptions): AskOutside;
  /** The estimator that a module makes of options; present in a run. */
  custom?(module: string, options: Readonly<Record<string, unknown>>): CustomEstimator;
  /** What the agent itself follows; present in a probe. */
  readonly own?: {
    /** Its first estimator. */
    estimator(): Estimator;
    /** The way of a whole update as an estimator. */
    displacement(): Estimator;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type EstimatorKind = Kind<any, [EstimatorContext], Estimator>;
