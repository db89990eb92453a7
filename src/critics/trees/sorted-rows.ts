import { ensureLength } from "../../linear-algebra/scratch.ts";

/** What trees are grown from: rows of inputs by columns, each sorted once for all trees. Shapes: n rows, N inputs. */
export interface SortedRows {
  readonly count: number; // n
  readonly columns: Float64Array; // [N, n]
  /** The rows of each column from its lowest value to its highest. # [N, n] */
  readonly order: Int32Array;
  /** How many rows have the lowest value of each column: nearly all, where it is one of many that are mostly 0. # [N] */
  readonly lowest: Int32Array;
}

/** Makes sorted rows of blocks of rows, in memory that the next ones overwrite. @param width N */
export const rowSorter = (width: number): ((blocks: readonly Float64Array[]) => SortedRows) => {
  let columns = new Float64Array(0);
  let order = new Int32Array(0);
  const lowest = new Int32Array(width);
  return (blocks) => {
    const count = blocks.reduce((sum, { length }) => sum + length, 0) / width;
    columns = ensureLength(columns, width * count);
    if (order.length < width * count) order = new Int32Array(2 * width * count);
    let row = 0;
    for (const block of blocks)
      for (let at = 0; at < block.length; row++)
        for (let j = 0; j < width; j++) columns[j * count + row] = block[at++];
    for (let j = 0; j < width; j++) {
      const column = columns.subarray(j * count, (j + 1) * count);
      lowest[j] = sortColumn(column, order.subarray(j * count, (j + 1) * count));
    }
    return { count, columns, order, lowest };
  };
};

/** Sorts the others behind the rows of the lowest value. @returns how many these are */
const sortColumn = (column: Float64Array, order: Int32Array): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < column.length; row++) if (column[row] < least) least = column[row];
  let low = 0;
  for (let row = 0; row < column.length; row++) if (column[row] === least) order[low++] = row;
  let next = low;
  for (let row = 0; row < column.length; row++) if (column[row] !== least) order[next++] = row;
  order.subarray(low).sort((a, b) => column[a] - column[b] || a - b);
  return low;
};
