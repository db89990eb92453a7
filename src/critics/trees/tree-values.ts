import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic } from "../critic.ts";
import { expectedValue } from "../tables/action-table.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import type { States, TreeInputs } from "./tree-inputs.ts";

/** Whose values trees are, and where. */
export interface TreeValueParts {
  readonly trees: TreeEnsemble;
  readonly inputs: TreeInputs;
  /** Actions among the inputs; 0 where the trees are V itself. */
  readonly actions: number;
  /** Discrete states, for tables; 0 where states are continuous. */
  readonly states: number;
  /** T. */
  readonly horizon: number;
}

/** What trees say as a critic: V, or Q and V = Σ_a π(a|s) Q(s, a). */
export const treeValues = ({ trees, inputs, actions: A, states: S, horizon }: TreeValueParts): Critic => {
  const z = new Float64Array(inputs.size);
  /** Values of a state. */
  const width = Math.max(1, A);
  /** Writes V of a state, or Q of each action. @param at where in `out` */
  const write = (states: States, row: number, time: number, out: Float64Array, at: number): void => {
    inputs.write(states, row, time, z, 0);
    if (A === 0) out[at] = trees.meanAt(z, 0);
    for (let a = 0; a < A; a++) {
      inputs.writeAction(a, z, 0);
      out[at + a] = trees.meanAt(z, 0);
    }
  };
  /** Of every step. @param out [steps, width] */
  const writeSteps = (batch: TrajectoryBatch, out: Float64Array): void => {
    for (let i = 0; i < batch.trajectories; i++)
      for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++)
        write(batch, k, k - batch.offsets[i], out, k * width);
  };
  /** Of the state after each trajectory's last step. @param out [n, width] */
  const writeEnds = (batch: TrajectoryBatch, out: Float64Array): void => {
    const last = { states: batch.lastStates, observations: batch.lastObservations };
    for (let i = 0; i < batch.trajectories; i++)
      write(last, i, batch.offsets[i + 1] - batch.offsets[i], out, i * width);
  };

  let Q = new Float64Array(0);
  /** Writes Σ_a π(a|s) Q(s, a). @param out [steps] */
  const average = (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
    out.fill(0, 0, batch.steps);
    point.overActions!.subtractMean(batch, Q, out);
    for (let k = 0; k < batch.steps; k++) out[k] = -out[k];
  };
  const evaluate: Critic["evaluate"] =
    A === 0
      ? (batch, _, values, ends) => {
          writeSteps(batch, values);
          writeEnds(batch, ends);
        }
      : (batch, point, values, ends) => {
          Q = ensureLength(Q, Math.max(batch.steps, batch.trajectories) * A);
          writeSteps(batch, Q);
          average(batch, point, values);
          writeEnds(batch, Q);
          average(endsOf(batch), point, ends);
        };
  const ofActions = A > 0 && {
    actionValues: (batch: TrajectoryBatch, _: Point, out: Float64Array) => writeSteps(batch, out),
  };
  if (S === 0) return { evaluate, ...ofActions };

  const every = { states: Int32Array.from({ length: S }, (_, s) => s), observations: new Float64Array(0) };
  /** Of every state. @param out [S, width] */
  const writeStates = (time: number, out: Float64Array): void => {
    for (let s = 0; s < S; s++) write(every, s, time, out, s * width);
  };
  return {
    evaluate,
    table(point) {
      const all = new Float64Array((horizon + 1) * S);
      const now = new Float64Array(S * width);
      for (let t = 0; t <= horizon; t++) {
        writeStates(t, now);
        for (let s = 0; s < S; s++)
          all[t * S + s] = A === 0 ? now[s] : expectedValue(now, point as DiscretePoint, A, s);
      }
      return all;
    },
    ...(ofActions && {
      ...ofActions,
      actionTable() {
        const all = new Float64Array(horizon * S * A);
        for (let t = 0; t < horizon; t++) writeStates(t, all.subarray(t * S * A, (t + 1) * S * A));
        return all;
      },
    }),
  };
};

/** The states after each trajectory's last step, as a batch of one step each. */
const endsOf = (batch: TrajectoryBatch): TrajectoryBatch => ({
  ...batch,
  steps: batch.trajectories,
  offsets: Int32Array.from({ length: batch.trajectories + 1 }, (_, i) => i),
  states: batch.lastStates,
  observations: batch.lastObservations,
});
