import type { ZodObject } from "zod";
import type { FiniteEnvironment, PreparedKind, VectorEnvironment } from "./contract/environment.ts";

/** One line of the table, of discrete states: gives `create` the type of its options from `options`. */
export const environmentKind = <Options extends ZodObject>(kind: PreparedKind<Options, FiniteEnvironment>) =>
  kind;

/** The same where states are continuous. */
export const vectorKind = <Options extends ZodObject>(kind: PreparedKind<Options, VectorEnvironment>) => ({
  ...kind,
  continuous: true as const,
});
