import { solve } from "../../linear-algebra/gauss.ts";
import type { Features } from "../features/features.ts";

const MAX_NUMBERS = 2 ** 25; // of float64, 256 MiB

/** @param matrices of p × p numbers for each set of weights @throws RangeError where they would be too large */
export const needRoom = ({ size, blocks }: Features, matrices: number): void => {
  const numbers = matrices * blocks * size * size;
  if (numbers > MAX_NUMBERS)
    throw new RangeError(
      `least squares on ${size} features of ${blocks} times keep ${numbers} numbers; at most ${MAX_NUMBERS} are kept`,
    );
};

/** Solves (M + ridge·I) w = y. @param matrix M, overwritten. # [p, p] @param weights y on entry, w on return. # [p] */
export const solveBlock = (matrix: Float64Array, ridge: number, weights: Float64Array): void => {
  const p = weights.length;
  for (let j = 0; j < p; j++) matrix[j * p + j] += ridge;
  solve(matrix, weights);
};
