import { z } from "zod";
import { normal, stream } from "../src/random.ts";
import type { Problem } from "./linear-quadratic-presets.ts";

/** Largest number of states and of actions. */
const MAX_COORDINATES = 64;

export const randomOption = z
  .strictObject({
    states: z.int().min(1).max(MAX_COORDINATES).default(3).describe("Coordinates D of a state."),
    actions: z.int().min(1).max(MAX_COORDINATES).default(1).describe("Coordinates K of an action."),
    radius: z
      .number()
      .positive()
      .lt(1)
      .default(0.9)
      .describe("Spectral radius of A: what a state that is left alone shrinks by per step, in the end."),
    seed: z.int().min(0).default(0).describe("Which problem; independent of the seed of the run."),
  })
  .optional()
  .describe(
    "A random stable problem: it makes A and B, and has its own values for what is not given beside it.",
  );

/**
 * A random problem that is stable without control. A has independent normal coordinates, scaled to the spectral radius;
 * B has independent normal coordinates of variance 1/D, so that a unit action moves the state by about 1. States cost
 * 1 (Q = I), actions 0.1 (R = 0.1 I); noise of standard deviation 0.1, first states from N(0, I). The figures are of this
 * project.
 */
export const randomProblem = ({
  states,
  actions,
  radius,
  seed,
}: NonNullable<z.output<typeof randomOption>>): Problem => {
  const random = stream("linear-quadratic", seed);
  const rows = (columns: number, deviation: number) =>
    Array.from({ length: states }, () => Array.from({ length: columns }, () => deviation * normal(random)));
  const A = rows(states, 1);
  const scale = radius / spectralRadius(A);
  return {
    A: A.map((row) => row.map((x) => scale * x)),
    B: rows(actions, 1 / Math.sqrt(states)),
    Q: 1,
    R: 0.1,
    noise: 0.1,
    start: 0,
    startDeviation: 1,
    costOn: "next-state",
  };
};

/** Powers up to A^(2^SQUARINGS). */
const SQUARINGS = 48;

/**
 * The largest absolute value of an eigenvalue, lim ‖Aᵐ‖^(1/m), by repeated squaring; 0 for a nilpotent matrix. The
 * largest entry stands for the norm; at m = 2⁴⁸ what is left of its ratio to the limit is lost in rounding.
 *
 * Source: Gelfand's formula (1941).
 *
 * @param matrix square
 */
export const spectralRadius = (matrix: readonly (readonly number[])[]): number => {
  let power = matrix;
  let logarithm = 0; // of the m-th root of ‖Aᵐ‖
  for (let k = 0; k <= SQUARINGS; k++) {
    const size = Math.max(...power.flat().map(Math.abs));
    if (size === 0) return 0;
    logarithm += Math.log(size) / 2 ** k;
    const scaled = power.map((row) => row.map((x) => x / size));
    power = scaled.map((row) => row.map((_, j) => row.reduce((sum, x, l) => sum + x * scaled[l][j], 0)));
  }
  return Math.exp(logarithm);
};
