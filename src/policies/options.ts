import { z } from "zod";
import type { ContinuousEnvironment, Environment } from "../../envs/contract/environment.ts";
import type { Kind } from "../registry.ts";
import type { Policy } from "./policy.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type PolicyKind = Kind<any, [Environment, { readonly horizon: number }], Policy>;

export const deviation = z
  .union([z.number().positive(), z.literal("learned")], { error: "expected a number above 0, or learned" })
  .describe("standard deviation σ of every coordinate of an action; or learned: log σ are parameters");

export const normalize = z
  .boolean()
  .default(false)
  .describe(
    "whether observations are shifted and scaled by their running mean and deviation, frozen in probes",
  );

/** Number of actions. @throws RangeError where they are continuous */
export const countOf = ({ kind, action }: ContinuousEnvironment, policy: string): number => {
  if (action.count === undefined)
    throw new RangeError(`${policy} needs discrete actions; those of ${kind} are continuous`);
  return action.count;
};

/** Coordinates of an action. @throws RangeError where actions are discrete */
export const sizeOf = ({ kind, action }: ContinuousEnvironment, policy: string): number => {
  if (action.size === undefined)
    throw new RangeError(`${policy} needs continuous actions; those of ${kind} are discrete`);
  return action.size;
};
