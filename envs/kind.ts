import type { ZodObject } from "zod";
import type { FiniteEnvironment, Kind, VectorEnvironment } from "../src/types.ts";

/** One line of the table, of numbered states: gives `create` the type of its options from `options`. */
export const environmentKind = <Options extends ZodObject>(kind: Kind<Options, [], FiniteEnvironment>) =>
  kind;

/** The same where states are vectors. */
export const vectorKind = <Options extends ZodObject>(kind: Kind<Options, [], VectorEnvironment>) => kind;
