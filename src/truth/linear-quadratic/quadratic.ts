import { congruent, multiply, transpose } from "../../linear-algebra/matrix.ts";

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
  z: ArrayLike<number>,
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

/**
 * The quadratic of y that one of z is at z = M y + s: c + pᵀs + sᵀNs, Mᵀ(p + 2Ns), MᵀNM.
 *
 * @param row a quadratic of z [n] @param outer M. # [n, inner] @param shift s. # [n]
 */
export const afterAffine = (
  row: Float64Array,
  n: number,
  outer: Float64Array,
  inner: number,
  shift: Float64Array,
): Float64Array => {
  const { constant, linear, matrix } = quadraticParts(row, 0, n);
  const bent = multiply(matrix, shift, n, n, 1);
  const slope = bent.map((x, i) => 2 * x + linear[i]);
  const out = new Float64Array(quadraticSize(inner));
  out[0] = constant;
  for (let i = 0; i < n; i++) out[0] += (linear[i] + bent[i]) * shift[i];
  out.set(multiply(transpose(outer, n, inner), slope, inner, n, 1), 1);
  out.set(congruent(outer, matrix, n, inner), 1 + inner);
  return out;
};
