import { ensureLength } from "../../linear-algebra/scratch.ts";
import { shuffle } from "../../linear-algebra/shuffle.ts";
import { held, type Savable } from "../../memory/state.ts";
import type { Random } from "../../random.ts";
import type { Loss } from "./losses.ts";
import { LEAF, nodesOf, type Tree, type TreeSize, treeGrower } from "./regression-tree.ts";
import type { SortedRows } from "./sorted-rows.ts";

export interface BoostingOptions extends TreeSize {
  /** M, or the most of which cross-validation takes some. */
  readonly trees: number;
  /** ν, which each tree is multiplied by. */
  readonly shrinkage: number;
  /** Part of the rows that each tree is grown from, drawn without replacement. */
  readonly subsample: number;
  /** Parts of the rows that M is chosen by; 0 for M = `trees`. */
  readonly folds: number;
}

/** F = F_0 + ν Σ_m tree_m, and what it says of a row. */
export interface TreeEnsemble extends Savable {
  /** μ(F) of a row of inputs; μ(F) = 0 before anything was fitted. @param from where it begins */
  meanAt(inputs: Float64Array, from: number): number;
  /**
   * Fits it from scratch.
   * @param targets [n] @param random which rows each tree is grown from
   * @throws RangeError for targets that the loss does not take, or fewer rows than folds
   */
  fit(rows: SortedRows, targets: Float64Array, random: Random): void;
  /** Trees that it is made of, at present. */
  readonly size: number;
  reset(): void;
}

/**
 * Stochastic gradient boosting. F_0 fits the mean of the targets; each tree is grown from the residuals y − μ(F) of the
 * rows that are drawn for it, and its leaves say Σ (y − μ) / Σ μ'(F) over those rows: a Newton step, for the Gaussian loss the
 * mean residual.
 *
 * M by K-fold cross-validation: each fold's deviance is that of trees grown without it, and M has the least sum of them. The folds
 * are contiguous, so that the rows of a trajectory, which share their rewards, are in one fold, but for K − 1 trajectories at
 * most.
 *
 * Source: Friedman (2001), Annals of Statistics 29, algorithms 1, 2 and 5; the drawn rows, Friedman (2002), Computational
 * Statistics & Data Analysis 38; folds as of R's gbm (`cv.folds`).
 */
export const treeEnsemble = (
  loss: Loss,
  { trees, shrinkage, subsample, folds, ...size }: BoostingOptions,
): TreeEnsemble => {
  const nodes = nodesOf(size.depth);
  const grow = treeGrower(size);
  const inputs = new Int32Array(trees * nodes).fill(LEAF);
  const numbers = new Float64Array(trees * nodes);
  const own = { inputs, numbers, first: loss.linked(0), size: 0 };
  const all: Tree[] = Array.from({ length: trees }, (_, m) => ({
    inputs: inputs.subarray(m * nodes, (m + 1) * nodes),
    numbers: numbers.subarray(m * nodes, (m + 1) * nodes),
  }));
  const slopes = new Float64Array(nodes);
  const deviances = new Float64Array(trees);
  let sums = new Float64Array(0); // F of every row
  let residuals = new Float64Array(0);
  let slopesOfRows = new Float64Array(0);
  let leafOf = new Int32Array(0);
  let drawn = new Uint8Array(0);
  let items = new Int32Array(0); // the rows that may be drawn

  const ensureRows = (count: number): void => {
    sums = ensureLength(sums, count);
    residuals = ensureLength(residuals, count);
    slopesOfRows = ensureLength(slopesOfRows, count);
    if (leafOf.length >= count) return;
    leafOf = new Int32Array(2 * count);
    drawn = new Uint8Array(2 * count);
    items = new Int32Array(2 * count);
  };

  /** Marks the rows of one tree. @param among how many of `items` may be drawn */
  const draw = (among: number, random: Random): void => {
    if (subsample === 1) return;
    drawn.fill(0);
    shuffle(items, among, random);
    const some = Math.max(1, Math.floor(subsample * among));
    for (let i = 0; i < some; i++) drawn[items[i]] = 1;
  };

  /** Adds tree m. */
  const add = (m: number, rows: SortedRows, targets: Float64Array): void => {
    for (let row = 0; row < rows.count; row++) {
      const mean = loss.mean(sums[row]);
      residuals[row] = targets[row] - mean;
      slopesOfRows[row] = loss.slope(mean);
    }
    const tree = all[m];
    grow(rows, residuals, drawn, tree, leafOf);
    slopes.fill(0);
    for (let node = 0; node < nodes; node++) if (tree.inputs[node] === LEAF) tree.numbers[node] = 0;
    for (let row = 0; row < rows.count; row++)
      if (drawn[row] === 1) {
        tree.numbers[leafOf[row]] += residuals[row];
        slopes[leafOf[row]] += slopesOfRows[row];
      }
    for (let node = 0; node < nodes; node++)
      if (tree.inputs[node] === LEAF)
        tree.numbers[node] = slopes[node] > 0 ? (shrinkage * tree.numbers[node]) / slopes[node] : 0;
    for (let row = 0; row < rows.count; row++) sums[row] += tree.numbers[leafOf[row]];
  };

  /** Boosts some trees from the rows outside of `from` … `to` − 1. @param after each tree */
  const boost = (
    count: number,
    rows: SortedRows,
    targets: Float64Array,
    random: Random,
    from: number,
    to: number,
    after?: (m: number) => void,
  ): void => {
    let among = 0;
    let sum = 0;
    for (let row = 0; row < rows.count; row++) {
      drawn[row] = row < from || row >= to ? 1 : 0;
      if (drawn[row] === 0) continue;
      items[among++] = row;
      sum += targets[row];
    }
    own.first = loss.linked(sum / among);
    sums.fill(own.first, 0, rows.count);
    for (let m = 0; m < count; m++) {
      draw(among, random);
      add(m, rows, targets);
      after?.(m);
    }
  };

  /** M by cross-validation; the least of equals. */
  const chosen = (rows: SortedRows, targets: Float64Array, random: Random): number => {
    deviances.fill(0);
    for (let fold = 0; fold < folds; fold++) {
      const from = Math.floor((fold * rows.count) / folds);
      const to = Math.floor(((fold + 1) * rows.count) / folds);
      boost(trees, rows, targets, random, from, to, (m) => {
        for (let row = from; row < to; row++) {
          const deviance = loss.deviance(targets[row], sums[row]);
          if (deviance < Number.POSITIVE_INFINITY) deviances[m] += deviance; // else F is infinite, whatever m is
        }
      });
    }
    let best = 0;
    for (let m = 1; m < trees; m++) if (deviances[m] < deviances[best]) best = m;
    return best + 1;
  };

  return {
    ...held(own),
    get size() {
      return own.size;
    },
    meanAt(row, from) {
      let F = own.first;
      for (let m = 0; m < own.size; m++) {
        const root = m * nodes;
        let node = 0;
        for (let input = inputs[root]; input !== LEAF; input = inputs[root + node])
          node = 2 * node + (row[from + input] > numbers[root + node] ? 2 : 1);
        F += numbers[root + node];
      }
      return loss.mean(F);
    },
    fit(rows, targets, random) {
      const { count } = rows;
      if (count < folds)
        throw new RangeError(`folds must be at most the steps that are fitted to, ${count}; got ${folds}`);
      for (let row = 0; row < count; row++) loss.check?.(targets[row]);
      ensureRows(count);
      own.size = folds === 0 ? trees : chosen(rows, targets, random);
      boost(own.size, rows, targets, random, 0, 0);
    },
    reset() {
      own.first = loss.linked(0);
      own.size = 0;
    },
  };
};
