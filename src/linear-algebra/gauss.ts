/**
 * Solves M x = y in place, by Gaussian elimination with the largest pivot of each column.
 *
 * @param matrix M, overwritten. # [D, D]
 * @param vector y on entry, x on return. # [D]
 * @throws RangeError where M is singular to working precision
 */
export const solve = (matrix: Float64Array, vector: Float64Array): void => {
  const D = vector.length;
  for (let c = 0; c < D; c++) {
    let pivot = c;
    for (let r = c + 1; r < D; r++)
      if (Math.abs(matrix[r * D + c]) > Math.abs(matrix[pivot * D + c])) pivot = r;
    if (matrix[pivot * D + c] === 0) throw new RangeError("the matrix is singular");
    if (pivot !== c) {
      for (let l = c; l < D; l++) {
        const held = matrix[c * D + l];
        matrix[c * D + l] = matrix[pivot * D + l];
        matrix[pivot * D + l] = held;
      }
      const held = vector[c];
      vector[c] = vector[pivot];
      vector[pivot] = held;
    }
    for (let r = c + 1; r < D; r++) {
      const factor = matrix[r * D + c] / matrix[c * D + c];
      if (factor === 0) continue;
      for (let l = c; l < D; l++) matrix[r * D + l] -= factor * matrix[c * D + l];
      vector[r] -= factor * vector[c];
    }
  }
  for (let r = D - 1; r >= 0; r--) {
    for (let l = r + 1; l < D; l++) vector[r] -= matrix[r * D + l] * vector[l];
    vector[r] /= matrix[r * D + r];
  }
};
