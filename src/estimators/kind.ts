import { z } from "zod";
import type { Environment } from "../../envs/contract/environment.ts";
import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import type { Policy } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import type { Simulation } from "../problem/simulation.ts";
import type { Kind } from "../registry.ts";
import type { Estimator } from "./estimator.ts";

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
