import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** A batch as outside code gets it: with the values of a critic that is not its business. */
export interface AuditBatch extends TrajectoryBatch {
  /** V of the state of every step. # [steps] */
  readonly values: Float64Array;
  /** V of the state after the last step of each trajectory, also where it ended. # [n] */
  readonly lastValues: Float64Array;
}

/** The same trajectories in another order. @param order the old number of each new trajectory. # [n] */
export const reordered = (batch: AuditBatch, order: readonly number[]): AuditBatch => {
  const { offsets } = batch;
  const steps = order.flatMap((i) =>
    Array.from({ length: offsets[i + 1] - offsets[i] }, (_, t) => offsets[i] + t),
  );
  const ends = order.map((i) => offsets[i + 1] - offsets[i]);
  return {
    ...batch,
    offsets: Int32Array.from([0, ...ends.map((_, i) => ends.slice(0, i + 1).reduce((a, b) => a + b))]),
    rewards: Float64Array.from(steps, (k) => batch.rewards[k]),
    values: Float64Array.from(steps, (k) => batch.values[k]),
    states: Int32Array.from(steps, (k) => batch.states[k]),
    actions: Int32Array.from(steps, (k) => batch.actions[k]),
    lastValues: Float64Array.from(order, (i) => batch.lastValues[i]),
    lastStates: Int32Array.from(order, (i) => batch.lastStates[i]),
    terminated: Uint8Array.from(order, (i) => batch.terminated[i]),
  };
};
