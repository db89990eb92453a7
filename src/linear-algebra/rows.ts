/** Views on the rows of a matrix; of zeros, if none is given. @param matrix [rows, size] */
export const rowsOf = (rows: number, size: number, matrix = new Float64Array(rows * size)): Float64Array[] =>
  Array.from({ length: rows }, (_, r) => matrix.subarray(r * size, (r + 1) * size));
