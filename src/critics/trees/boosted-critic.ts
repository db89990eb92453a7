import { issueAt } from "../../errors/config-error.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { growing } from "../../memory/memory.ts";
import { heldTogether } from "../../memory/state.ts";
import type { Objective } from "../../problem/objective.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import { lambdaReturn } from "../../trajectories/advantages.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import type { LearningCritic } from "../critic.ts";
import { expectedValue } from "../tables/action-table.ts";
import { recentBatches } from "./recent-batches.ts";
import { rowSorter } from "./sorted-rows.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import type { TreeInputs } from "./tree-inputs.ts";

export interface BoostedCriticParts {
  readonly objective: Objective;
  readonly inputs: TreeInputs;
  readonly trees: TreeEnsemble;
  /** Actions among the inputs; 0 where V alone is fitted. */
  readonly actions: number;
  /** Discrete states, for tables; 0 where states are continuous. */
  readonly states: number;
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
 * Boosted trees as a critic. A batch is added to those that are kept, of which the trees are fitted to all steps, from
 * scratch: trees of values that are no more are not carried along. The target of a step is its reward-to-go as it was
 * seen, truncated or not; or its λ-return of the values before, which only termination ends, renewed for the newest batch
 * at every pass.
 *
 * Source: values by trees, fitted again and again to targets of their own, Ernst, Geurts & Wehenkel (2005), Tree-Based Batch
 * Mode Reinforcement Learning, JMLR 6.
 */
export const boostedCritic = ({
  objective: { discount, horizon },
  inputs,
  trees,
  actions: A,
  states: S,
  lambda,
  passes,
  batches,
  key,
}: BoostedCriticParts): LearningCritic => {
  const N = inputs.size;
  const recent = recentBatches(batches);
  const sorted = rowSorter(N);
  const write = lambda === undefined ? undefined : lambdaReturn(discount, lambda);
  const z = new Float64Array(N);
  const everyState = {
    states: Int32Array.from({ length: S }, (_, s) => s),
    observations: new Float64Array(0),
  };
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  let actionValues = new Float64Array(0);
  let targets = new Float64Array(0);

  /** Writes the value of a state, or those of its actions. @param at where in `out` */
  const writeValues = (
    batch: Parameters<TreeInputs["write"]>[0],
    row: number,
    time: number,
    out: Float64Array,
    at: number,
  ): void => {
    inputs.write(batch, row, time, z, 0);
    if (A === 0) out[at] = trees.meanAt(z, 0);
    for (let a = 0; a < A; a++) {
      inputs.writeAction(a, z, 0);
      out[at + a] = trees.meanAt(z, 0);
    }
  };
  const perState = Math.max(1, A);
  const writeTable = (time: number, out: Float64Array): void => {
    for (let s = 0; s < S; s++) writeValues(everyState, s, time, out, s * perState);
  };
  /** Writes V of every step, or Q of every action. @param out [steps, max(1, A)] */
  const writeAll = (batch: TrajectoryBatch, out: Float64Array): void => {
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        writeValues(batch, k, k - batch.offsets[i], out, k * perState);
  };
  /** The same of the states after each trajectory's last step. @param out [n, max(1, A)] */
  const writeEnds = (batch: TrajectoryBatch, out: Float64Array): void => {
    const after = { states: batch.lastStates, observations: batch.lastObservations };
    for (let i = 0; i < batch.trajectories; i++)
      writeValues(after, i, batch.offsets[i + 1] - batch.offsets[i], out, i * perState);
  };
  const evaluate: LearningCritic["evaluate"] = (batch, point, values, ends) => {
    if (A === 0) {
      writeAll(batch, values);
      writeEnds(batch, ends);
      return;
    }
    const { steps, trajectories } = batch;
    actionValues = ensureLength(actionValues, Math.max(steps, trajectories) * A);
    writeAll(batch, actionValues);
    average(batch, point, values);
    writeEnds(batch, actionValues);
    average(afterLast(batch), point, ends);
  };
  /** Writes Σ_a π(a|s) Q(s, a) of what `actionValues` holds. */
  const average = (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
    out.fill(0, 0, batch.steps);
    point.overActions!.subtractMean(batch, actionValues, out);
    for (let k = 0; k < batch.steps; k++) out[k] = -out[k];
  };

  const inputsOf = (batch: TrajectoryBatch): Float64Array => {
    const rows = new Float64Array(batch.steps * N);
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
        inputs.write(batch, k, k - batch.offsets[i], rows, k * N);
        if (A > 0) inputs.writeAction(batch.actions[k], rows, k * N);
      }
    return rows;
  };
  const fitAll = (): void => {
    const all = recent.all;
    const rows = sorted(all.map((each) => each.inputs));
    targets = ensureLength(targets, rows.count);
    let first = 0;
    for (const each of all) {
      targets.set(each.targets, first);
      first += each.targets.length;
    }
    issueAt(["critic"], () => trees.fit(rows, targets, stream(...key)));
  };
  const writeLambdaReturns = (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
    values = ensureLength(values, batch.steps);
    ends = ensureLength(ends, batch.trajectories);
    evaluate(batch, point, values, ends);
    write?.(batch, values, ends, out);
  };
  const update = (batch: TrajectoryBatch, point: Point): void => {
    const newest = { inputs: inputsOf(batch), targets: new Float64Array(batch.steps) };
    const begins = recent.all.length === 0;
    if (begins || write === undefined) returnToGo(batch, discount, newest.targets);
    else writeLambdaReturns(batch, point, newest.targets);
    recent.add(newest);
    fitAll();
    for (let pass = begins ? 0 : 1; pass < passes && write !== undefined; pass++) {
      writeLambdaReturns(batch, point, newest.targets);
      fitAll();
    }
  };
  const reset = (): void => {
    recent.clear();
    trees.reset();
  };

  const tables = {
    table(point: Point): Float64Array {
      const all = new Float64Array((horizon + 1) * S);
      const ofTime = new Float64Array(S * perState);
      for (let t = 0; t <= horizon; t++) {
        writeTable(t, ofTime);
        for (let s = 0; s < S; s++)
          all[t * S + s] = A === 0 ? ofTime[s] : expectedValue(ofTime, point as DiscretePoint, A, s);
      }
      return all;
    },
    ...(A > 0 && {
      actionTable(): Float64Array {
        const all = new Float64Array(horizon * S * A);
        for (let t = 0; t < horizon; t++) writeTable(t, all.subarray(t * S * A, (t + 1) * S * A));
        return all;
      },
    }),
  };
  return {
    evaluate,
    memory: growing(heldTogether([trees, recent]), { update, reset }),
    ...(A > 0 && {
      actionValues: (batch: TrajectoryBatch, _: Point, out: Float64Array) => writeAll(batch, out),
    }),
    ...(S > 0 && tables),
  };
};

/** The states after each trajectory's last step, as a batch of one step each. */
const afterLast = (batch: TrajectoryBatch): TrajectoryBatch => ({
  ...batch,
  steps: batch.trajectories,
  offsets: Int32Array.from({ length: batch.trajectories + 1 }, (_, i) => i),
  states: batch.lastStates,
  observations: batch.lastObservations,
});
