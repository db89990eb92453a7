import { describe, expect, it } from "vitest";
import { LEAF, nodesOf, type TreeSize, treeGrower } from "../../../src/critics/trees/regression-tree.ts";
import { rowSorter } from "../../../src/critics/trees/sorted-rows.ts";
import { stream } from "../../../src/random.ts";

type Rows = readonly (readonly number[])[];

/** The leaf of every row, from the splits that `treeGrower` finds. */
const leavesOf = (rows: Rows, targets: readonly number[], size: TreeSize, drawn = rows.map(() => 1)) => {
  const sorted = rowSorter(rows[0].length)([Float64Array.from(rows.flat())]);
  const nodes = nodesOf(size.depth);
  const tree = { inputs: new Int32Array(nodes), numbers: new Float64Array(nodes) };
  const leafOf = new Int32Array(rows.length);
  treeGrower(size)(sorted, Float64Array.from(targets), Uint8Array.from(drawn), tree, leafOf);
  return { tree, leafOf };
};

/** The slow twin: tries all thresholds of all inputs by itself, at each node. */
const twin = (rows: Rows, targets: readonly number[], size: TreeSize, drawn = rows.map(() => 1)) => {
  const leafOf = new Int32Array(rows.length);
  const errorOf = (some: readonly number[]) => {
    const mean = some.reduce((sum, k) => sum + targets[k], 0) / some.length;
    return some.reduce((sum, k) => sum + (targets[k] - mean) ** 2, 0);
  };
  const grow = (node: number, all: readonly number[], depth: number): void => {
    for (const k of all) leafOf[k] = node;
    const seen = all.filter((k) => drawn[k] === 1);
    let [best, input, threshold] = [errorOf(seen) - 1e-9, -1, 0];
    if (depth === size.depth || best < 0) return;
    for (let j = 0; j < rows[0].length; j++) {
      const values = [...new Set(seen.map((k) => rows[k][j]))].sort((a, b) => b - a);
      for (let v = 1; v < values.length; v++) {
        const middle = (values[v] + values[v - 1]) / 2;
        const [low, high] = [true, false].map((side) => seen.filter((k) => rows[k][j] <= middle === side));
        const error = errorOf(low) + errorOf(high);
        if (Math.min(low.length, high.length) < size.minimumLeaf || error > best - 1e-9) continue;
        [best, input, threshold] = [error, j, middle];
      }
    }
    if (input < 0) return;
    for (const [side, child] of [1, 2].entries())
      grow(
        2 * node + child,
        all.filter((k) => rows[k][input] > threshold === (side === 1)),
        depth + 1,
      );
  };
  grow(0, [...rows.keys()], 0);
  return leafOf;
};

const random = stream("test", "regression-tree");
const many = <T>(count: number, of: () => T): T[] => Array.from({ length: count }, of);
const continuous = many(60, () => many(3, () => random.next()));
const coarse = many(60, () => many(3, () => Math.floor(4 * random.next())));
const oneHot = many(60, () => {
  const state = Math.floor(9 * random.next());
  return Array.from({ length: 9 }, (_, s) => (s === state ? 1 : 0));
});
const targets = many(60, () => random.next());
const half = many(60, () => (random.next() < 0.5 ? 1 : 0));

describe("a regression tree", () => {
  it("splits half-way between two values, where the least squared error is left", () => {
    const { tree, leafOf } = leavesOf([[1], [2], [4], [8]], [0, 0, 9, 12], { depth: 2, minimumLeaf: 1 });
    expect([...tree.inputs]).toEqual([0, LEAF, 0, LEAF, LEAF, LEAF, LEAF]); // no split where all is equal
    expect([tree.numbers[0], tree.numbers[2]]).toEqual([3, 6]);
    expect([...leafOf]).toEqual([1, 1, 5, 6]);
  });

  it.each([
    { rows: continuous, of: "continuous inputs", size: { depth: 4, minimumLeaf: 1 } },
    { rows: continuous, of: "continuous inputs", size: { depth: 8, minimumLeaf: 7 } },
    { rows: coarse, of: "inputs of four values", size: { depth: 3, minimumLeaf: 3 } },
    { rows: oneHot, of: "a one-hot code", size: { depth: 5, minimumLeaf: 2 } },
  ])("of $of is what trying every threshold finds, from all rows or some: $size", ({ rows, size }) => {
    expect(leavesOf(rows, targets, size).leafOf).toEqual(twin(rows, targets, size));
    expect(leavesOf(rows, targets, size, half).leafOf).toEqual(twin(rows, targets, size, half));
    expect(leavesOf(rows, targets, size, half).leafOf).not.toEqual(leavesOf(rows, targets, size).leafOf);
  });

  it("sends a value to its own side, also next to the other", () => {
    const next = 1 + Number.EPSILON;
    expect([...leavesOf([[1], [next]], [0, 1], { depth: 1, minimumLeaf: 1 }).leafOf]).toEqual([1, 2]);
  });
});
