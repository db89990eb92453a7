/**
 * Overwrites the lower triangle of a symmetric positive definite A with L, A = LLᵀ. Where rounding leaves a
 * pivot that is not positive, what follows is not a number. Cost P³/6 multiplications.
 *
 * Source: Golub & Van Loan (2013), Matrix Computations, §4.2.
 * @param matrix row-major. # [P, P]
 */
export const factorize = (matrix: Float64Array, size: number): void => {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = i === j ? Math.sqrt(sum > 0 ? sum : Number.NaN) : sum / matrix[j * size + j];
    }
  }
};

/** Solves L Lᵀ x = b in place. @param factor L from `factorize`. # [P, P] @param vector b, then x. # [P] */
export const solve = (factor: Float64Array, vector: Float64Array): void => {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) vector[i] -= factor[i * size + k] * vector[k];
    vector[i] /= factor[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) vector[i] -= factor[k * size + i] * vector[k];
    vector[i] /= factor[i * size + i];
  }
};
