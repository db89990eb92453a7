import { z } from "zod";
import { critics } from "../critics/index.ts";
import type { Critic, Estimator, Simulation } from "../estimation.ts";
import { choice } from "../kinds.ts";
import type { Environment, Kind, Objective, Policy } from "../types.ts";

/** A critic of its own, or the one of the agent that is being probed. */
export const criticOptions = z.union([z.literal("agent"), choice(critics)]);
export type CriticOptions = z.output<typeof criticOptions>;

export const stateWeightOption = z
  .enum(["discounted", "none"])
  .optional()
  .describe("weight of the score at time t: γᵗ, or 1; the objective's if not given");

/** What an estimator may be made from. */
export interface EstimatorContext {
  readonly policy: Policy;
  readonly objective: Objective;
  readonly environment: Environment;
  /** Trajectories that share each first state. */
  readonly groupSize: number;
  /** Whether a behavior other than the policy draws the trajectories. */
  readonly offPolicy: boolean;
  /** A place to draw trajectories of one's own. */
  simulation(): Simulation;
  /** The critic that the options name; one that learns is taught along training. */
  critic(options: CriticOptions): Critic;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type EstimatorKind = Kind<any, [EstimatorContext], Estimator>;
