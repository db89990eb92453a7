import type { ZodObject } from "zod";
import type { ContinuousEnvironment, FiniteEnvironment, PreparedKind } from "./contract/environment.ts";

/** One line of the table, of discrete states: gives `create` the type of its options from `options`. */
export const environmentKind = <Options extends ZodObject>(kind: PreparedKind<Options, FiniteEnvironment>) =>
  kind;

/** The same where states are continuous. */
export const continuousKind = <Options extends ZodObject>(
  kind: PreparedKind<Options, ContinuousEnvironment>,
) => ({
  ...kind,
  continuous: true as const,
});
