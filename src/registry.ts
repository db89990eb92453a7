import type { output, ZodObject } from "zod";
import { z } from "zod";
import { suggestion } from "./errors/did-you-mean.ts";

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option and context type
type Entries<T> = { readonly [K in keyof T]: Kind<any, any, any> };

type Shape = Readonly<Record<string, z.ZodType>>;

type Member<T extends Entries<T>, Shared extends Shape, K extends keyof T & string> = z.ZodObject<
  T[K]["options"]["shape"] & Shared & { kind: z.ZodLiteral<K> },
  z.core.$strict
>;

/** `{ kind: K, …options of K, …shared }` for the kinds K of a table. */
export type Choice<T extends Entries<T>, Shared extends Shape = Record<never, never>> = {
  [K in keyof T & string]: z.output<Member<T, Shared, K>>;
}[keyof T & string];

/** The same before validation, when defaults may be left out. */
export type ChoiceInput<T extends Entries<T>, Shared extends Shape = Record<never, never>> = {
  [K in keyof T & string]: z.input<Member<T, Shared, K>>;
}[keyof T & string];

/** The schema of a choice from a table: `kind`, strictly the options of that kind, and what all kinds share. */
export const choice = <T extends Entries<T>, Shared extends Shape = Record<never, never>>(
  table: T,
  shared?: Shared,
): z.ZodType<Choice<T, Shared>, ChoiceInput<T, Shared>> => {
  const members = Object.entries<Entries<T>[keyof T]>(table).map(([kind, { summary, options }]) =>
    options.safeExtend({ ...shared, kind: z.literal(kind) }).describe(summary),
  );
  return z.discriminatedUnion("kind", members as never) as never;
};

/** Makes what a choice names. @throws RangeError where it cannot be made, with the reason */
export const make = <Context extends unknown[], Made>(
  table: object,
  { kind, ...options }: { kind: string },
  ...context: Context
): Made => {
  if (!Object.hasOwn(table, kind)) {
    const kinds = Object.keys(table);
    throw new RangeError(`kind must be one of ${kinds.join(", ")}; got ${kind}${suggestion(kind, kinds)}`);
  }
  // biome-ignore lint/suspicious/noExplicitAny: the options were validated by the schema of the same table
  return (table as Record<string, Kind<any, Context, Made>>)[kind].create(options, ...context);
};

/**
 * One line of a table of kinds (environments, policies, estimators, …). The tables' keys are the choices of
 * `kind` in a study; `options` validates the other keys; `create` makes the thing.
 */
export interface Kind<Options extends ZodObject, Context extends unknown[], Made> {
  /** One line for `trueslope list`. */
  readonly summary: string;
  readonly options: Options;
  create(options: output<Options>, ...context: Context): Made;
}
