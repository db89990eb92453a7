import { issueAt } from "../../errors/config-error.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { growing } from "../../memory/memory.ts";
import { heldTogether } from "../../memory/state.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import { lambdaReturn } from "../../trajectories/advantages.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import type { LearningCritic } from "../critic.ts";
import { recentBatches } from "./recent-batches.ts";
import { rowSorter } from "./sorted-rows.ts";
import { type TreeValueParts, treeValues } from "./tree-values.ts";

export interface BoostedCriticParts extends TreeValueParts {
  readonly discount: number;
  /** Targets are λ-returns of the values that were fitted before; rewards-to-go if not given. */
  readonly lambda: number | undefined;
  /** Fits to λ-returns after the one to rewards-to-go. */
  readonly passes: number;
  /** Last batches that are fitted to together. */
  readonly batches: number;
  /** Of the stream of drawn steps. */
  readonly key: readonly (string | number)[];
}

/**
 * Boosted trees that learn from batches. A batch is added to those that are kept, of which the trees are fitted to all steps,
 * from scratch: trees of values that are no more are not carried along. The target of a step is its reward-to-go as it
 * was seen, truncated or not; or its λ-return of the values before, which only termination ends, renewed for the newest
 * batch at every pass.
 *
 * Source: values by trees, fitted again and again to targets of their own, Ernst, Geurts & Wehenkel (2005), Tree-Based Batch
 * Mode Reinforcement Learning, JMLR 6.
 */
export const boostedCritic = ({
  discount,
  lambda,
  passes,
  batches,
  key,
  ...parts
}: BoostedCriticParts): LearningCritic => {
  const { trees, inputs, actions } = parts;
  const critic = treeValues(parts);
  const recent = recentBatches(batches);
  const sorted = rowSorter(inputs.size);
  const write = lambda === undefined ? undefined : lambdaReturn(discount, lambda);
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  let targets = new Float64Array(0);

  /** Inputs of every step. # [steps, N] */
  const inputsOf = (batch: TrajectoryBatch): Float64Array => {
    const rows = new Float64Array(batch.steps * inputs.size);
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
        inputs.write(batch, k, k - batch.offsets[i], rows, k * inputs.size);
        if (actions > 0) inputs.writeAction(batch.actions[k], rows, k * inputs.size);
      }
    return rows;
  };
  const fitAll = (): void => {
    const rows = sorted(recent.all.map((each) => each.inputs));
    targets = ensureLength(targets, rows.count);
    let first = 0;
    for (const each of recent.all) {
      targets.set(each.targets, first);
      first += each.targets.length;
    }
    issueAt(["critic"], () => trees.fit(rows, targets, stream(...key)));
  };
  const update = (batch: TrajectoryBatch, point: Point): void => {
    const begins = recent.all.length === 0;
    const newest = { inputs: inputsOf(batch), targets: new Float64Array(batch.steps) };
    recent.add(newest);
    if (begins || write === undefined) {
      returnToGo(batch, discount, newest.targets);
      fitAll();
    }
    if (write === undefined) return;
    values = ensureLength(values, batch.steps);
    ends = ensureLength(ends, batch.trajectories);
    for (let pass = 0; pass < passes; pass++) {
      critic.evaluate(batch, point, values, ends);
      write(batch, values, ends, newest.targets);
      fitAll();
    }
  };
  const reset = (): void => {
    recent.clear();
    trees.reset();
  };
  return { ...critic, memory: growing(heldTogether([trees, recent]), { update, reset }) };
};
