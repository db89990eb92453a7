import { norm } from "../../linear-algebra/norm.ts";

/** The small number that PyTorch's `clip_grad_norm_` adds to a norm. */
const NORM_EPSILON = 1e-6;

/**
 * Scales vectors down, in place, where their norm exceeds `most`: of all of them together, or of each for itself.
 * @returns the norm of all together, before
 */
export const limitNorm = (
  vectors: readonly Float64Array[],
  most: number,
  over: "together" | "apart",
): number => {
  const norms = vectors.map(norm);
  const all = Math.sqrt(norms.reduce((sum, each) => sum + each * each, 0));
  for (const [i, vector] of vectors.entries()) {
    const factor = most / ((over === "together" ? all : norms[i]) + NORM_EPSILON);
    if (factor < 1) for (let j = 0; j < vector.length; j++) vector[j] *= factor;
  }
  return all;
};
