/** M N. @param left M. # [rows, inner] @param right N. # [inner, columns] @returns [rows, columns] */
export const multiply = (
  left: Float64Array,
  right: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array => {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = left[i * inner + k];
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) out[i * columns + j] += factor * right[k * columns + j];
    }
  }
  return out;
};

/** Mᵀ. @param matrix M. # [rows, columns] @returns [columns, rows] */
export const transpose = (matrix: Float64Array, rows: number, columns: number): Float64Array => {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j];
  return out;
};

/** Mᵀ S M, symmetric as S is. @param outer M. # [inner, columns] @param inside S. # [inner, inner] */
export const congruent = (
  outer: Float64Array,
  inside: Float64Array,
  inner: number,
  columns: number,
): Float64Array => {
  const half = multiply(inside, outer, inner, inner, columns);
  return symmetrized(multiply(transpose(outer, inner, columns), half, columns, inner, columns), columns);
};

/** (M + Mᵀ)/2, so that rounding does not add up over many steps; in place. */
const symmetrized = (matrix: Float64Array, size: number): Float64Array => {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (matrix[i * size + j] + matrix[j * size + i]) / 2;
      matrix[i * size + j] = mean;
      matrix[j * size + i] = mean;
    }
  }
  return matrix;
};
