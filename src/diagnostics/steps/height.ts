import type { Point } from "../../problem/point.ts";
import type { Measured } from "../diagnostic.ts";
import { jackknife, perStep } from "../variance/jackknife.ts";

/** A mean over the terms of independent units, with what its error and that of a difference are made of. */
export interface Height extends Measured {
  /** How many terms each unit has, and their sum; undefined where nothing was sampled. # [n, 2] */
  readonly sums: Float64Array | undefined;
}

/** What is looked at over a plane: a function of the policy there, whose units are the same at every θ. */
export type Surface = (moved: Point) => Height;

/** @param sums of independent units. # [n, 2] */
export const heightOf = (sums: Float64Array): Height => ({ ...jackknife(sums, 2, perStep), sums });

/** One that is known. */
export const exactHeight = (value: number): Height => ({ value, standardError: 0, sums: undefined });

/** How much higher one place is than another, unit by unit: what both have of one unit's luck is no error of it. */
export const rise = (from: Height, to: Height): Measured => {
  if (from.sums === undefined || to.sums === undefined)
    return { value: to.value - from.value, standardError: 0 };
  const units = from.sums.length / 2;
  const sums = new Float64Array(2 * units);
  for (let u = 0; u < units; u++) {
    sums[2 * u] = from.sums[2 * u];
    sums[2 * u + 1] = to.sums[2 * u + 1] - from.sums[2 * u + 1];
  }
  return jackknife(sums, 2, perStep);
};
