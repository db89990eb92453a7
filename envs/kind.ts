import type { ZodObject } from "zod";
import type { Kind } from "../src/registry.ts";
import type { FiniteEnvironment, VectorEnvironment } from "./contract/environment.ts";

/** One line of the table, of numbered states: gives `create` the type of its options from `options`. */
export const environmentKind = <Options extends ZodObject>(kind: Kind<Options, [], FiniteEnvironment>) =>
  kind;

/** The same where states are vectors. */
export const vectorKind = <Options extends ZodObject>(kind: Kind<Options, [], VectorEnvironment>) => kind;
