import type { Environment } from "../../envs/contract/environment.ts";
import type { Policy } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import type { Kind } from "../registry.ts";
import type { Critic } from "./critic.ts";

/** What a critic may be made from. */
export interface CriticContext {
  /** Whose values are asked for. */
  readonly policy?: Policy;
  readonly environment: Environment;
  readonly objective: Objective;
  /** Root seed of the run, for critics that draw; 0 if not given. */
  readonly seed?: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type CriticKind = Kind<any, [CriticContext], Critic>;
