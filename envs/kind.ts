import type { ZodObject } from "zod";
import type { Environment, Kind } from "../src/types.ts";

/** One line of the table: gives `create` the type of its options from `options`. */
export const environmentKind = <Options extends ZodObject>(kind: Kind<Options, [], Environment>) => kind;
