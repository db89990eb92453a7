/**
 * A quadratic c + pᵀz + zᵀMz of z [n] is kept as the numbers c, p [n], M [n, n], M symmetric: a table of them has rows
 * of this size, so that a constant is a row with one number that is not zero.
 */
export const quadraticSize = (n: number): number => 1 + n + n * n;

/** c + pᵀz + zᵀMz. @param table quadratics @param row which of them @param z read from index `first` on. # [n] */
export const quadraticAt = (
  table: Float64Array,
  row: number,
  n: number,
  z: Float64Array,
  first = 0,
): number => {
  const start = row * quadraticSize(n);
  let value = table[start];
  for (let i = 0; i < n; i++) {
    let slope = table[start + 1 + i];
    for (let j = 0; j < n; j++) slope += table[start + 1 + n + i * n + j] * z[first + j];
    value += slope * z[first + i];
  }
  return value;
};

/** A table of constants. @param rows how many */
export const constantQuadratics = (rows: number, n: number, constant: number): Float64Array => {
  const table = new Float64Array(rows * quadraticSize(n));
  for (let row = 0; row < rows; row++) table[row * quadraticSize(n)] = constant;
  return table;
};

/** A row of a table: views of its parts. */
export const quadraticParts = (table: Float64Array, row: number, n: number) => {
  const start = row * quadraticSize(n);
  return {
    constant: table[start],
    linear: table.subarray(start + 1, start + 1 + n), // [n]
    matrix: table.subarray(start + 1 + n, start + quadraticSize(n)), // [n, n]
  };
};
