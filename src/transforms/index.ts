import { z } from "zod";
import type { Estimator, FrozenPolicy, Kind } from "../types.ts";
import { clipNorm } from "./clip-norm.ts";

/** What a transform may use. */
export interface TransformContext {
  /** Length P of θ. */
  readonly parameters: number;
  /** The frozen policy whose θ is probed or trained. */
  readonly at: FrozenPolicy;
}

/** Makes an estimator of an estimator. */
export type Transform = (estimator: Estimator) => Estimator;

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type TransformKind = Kind<any, [TransformContext], Transform>;

/** The table of gradient transforms: its keys are the choices of `transforms[].kind`. */
export const transforms = {
  "clip-norm": {
    summary: "scale down to a largest norm",
    options: z.strictObject({ max: z.number().positive().describe("largest norm") }),
    create: ({ max }) => clipNorm(max),
  },
} satisfies Record<string, TransformKind>;
