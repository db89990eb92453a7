import type { SortedRows } from "./sorted-rows.ts";

/** How large a tree may be. */
export interface TreeSize {
  /** Splits on the way to a leaf, at most. */
  readonly depth: number;
  /** Rows of a leaf, at least. */
  readonly minimumLeaf: number;
}

/**
 * A binary tree as two arrays: the children of node i are 2i + 1 and 2i + 2. A row whose input `inputs[i]` is at most
 * `numbers[i]` goes to the first of them; where `inputs[i]` is LEAF, `numbers[i]` is what the tree says. # [2^(depth + 1) − 1]
 */
export interface Tree {
  readonly inputs: Int32Array;
  readonly numbers: Float64Array;
}

export const LEAF = -1;

export const nodesOf = (depth: number): number => 2 ** (depth + 1) - 1;

/** Squared errors below this part of the sum of squares are rounding: such a node is a leaf. */
const PURE = 1e-12;

/** Grows one tree: writes its splits, LEAF where there are none, and the node that each row ends at. */
export type TreeGrower = (
  rows: SortedRows,
  targets: Float64Array, // [n]
  /** 1 for a row that the splits follow; the others only find their leaf. # [n] */
  drawn: Uint8Array,
  tree: Tree,
  leafOf: Int32Array, // [n], written
) => void;

/**
 * The regression tree of least squares, level by level: each node takes the split Σ y²/n − (Σ_left y)²/n_left −
 * (Σ_right y)²/n_right is least at, with the threshold half-way between two values. One pass over each sorted column tries all
 * thresholds of all nodes of a level, from the highest value down to the lowest, which nothing is left below: O(N n) a
 * level, and O(n) for all columns of a one-hot code together.
 *
 * Source: Breiman, Friedman, Olshen & Stone (1984), Classification and Regression Trees, §8.4; level by level on sorted
 * columns, Shafer, Agrawal & Mehta (1996), SPRINT, VLDB.
 */
export const treeGrower = ({ depth, minimumLeaf }: TreeSize): TreeGrower => {
  const nodes = nodesOf(depth);
  const counts = new Int32Array(nodes);
  const sums = new Float64Array(nodes);
  const squares = new Float64Array(nodes);
  const gains = new Float64Array(nodes);
  // of the rows of a node that are above the threshold that is tried
  const above = new Int32Array(nodes);
  const sumAbove = new Float64Array(nodes);
  const lastAbove = new Float64Array(nodes);

  const tryThreshold = (node: number, input: number, below: number, { inputs, numbers }: Tree): void => {
    const up = above[node];
    const down = counts[node] - up;
    if (up < minimumLeaf || down < minimumLeaf) return;
    const rest = sums[node] - sumAbove[node];
    const gain =
      (sumAbove[node] * sumAbove[node]) / up +
      (rest * rest) / down -
      (sums[node] * sums[node]) / counts[node];
    if (!(gain > gains[node])) return;
    gains[node] = gain;
    inputs[node] = input;
    const middle = below / 2 + lastAbove[node] / 2;
    numbers[node] = middle < lastAbove[node] ? middle : below;
  };

  return ({ count, columns, order, lowest }, targets, drawn, tree, leafOf) => {
    tree.inputs.fill(LEAF);
    leafOf.fill(0, 0, count);
    for (let level = 0; level < depth; level++) {
      const first = 2 ** level - 1;
      const end = 2 * first + 1;
      counts.fill(0, first, end);
      sums.fill(0, first, end);
      squares.fill(0, first, end);
      for (let row = 0; row < count; row++) {
        const node = leafOf[row];
        if (drawn[row] === 0 || node < first) continue;
        counts[node]++;
        sums[node] += targets[row];
        squares[node] += targets[row] * targets[row];
      }
      for (let node = first; node < end; node++) {
        const error = squares[node] - (sums[node] * sums[node]) / counts[node];
        gains[node] = error > PURE * squares[node] ? 0 : Number.POSITIVE_INFINITY;
      }
      for (let j = 0; j < lowest.length; j++) {
        above.fill(0, first, end);
        sumAbove.fill(0, first, end);
        const from = j * count;
        for (let place = from + count - 1; place >= from + lowest[j]; place--) {
          const row = order[place];
          const node = leafOf[row];
          if (drawn[row] === 0 || node < first) continue;
          const value = columns[from + row];
          if (above[node] > 0 && value < lastAbove[node]) tryThreshold(node, j, value, tree);
          above[node]++;
          sumAbove[node] += targets[row];
          lastAbove[node] = value;
        }
        if (lowest[j] === count) continue;
        const least = columns[from + order[from]];
        for (let node = first; node < end; node++) if (above[node] > 0) tryThreshold(node, j, least, tree);
      }
      for (let row = 0; row < count; row++) {
        const node = leafOf[row];
        if (node < first || tree.inputs[node] === LEAF) continue;
        leafOf[row] = 2 * node + (columns[tree.inputs[node] * count + row] > tree.numbers[node] ? 2 : 1);
      }
    }
  };
};
