import type { LaneBatch } from "./lane-batch.ts";

/**
 * The first `steps` of a batch of one lane: what a shorter batch would have been. The trajectory that goes on there is cut.
 * @param steps 1 … those of the batch
 */
export const prefixOf = (batch: LaneBatch, steps: number): LaneBatch => {
  if (steps === batch.steps) return batch;
  const O = batch.observations.length / batch.steps;
  let trajectories = 0;
  while (batch.offsets[trajectories] < steps) trajectories++;
  const last = trajectories - 1;
  const whole = batch.offsets[trajectories] === steps;
  const offsets = batch.offsets.slice(0, trajectories + 1);
  offsets[trajectories] = steps;
  const cut = batch.cut.slice(0, trajectories);
  const terminated = batch.terminated.slice(0, trajectories);
  const lastObservations = batch.lastObservations.slice(0, trajectories * O);
  const lastInputs = batch.lastInputs.slice(0, trajectories * O);
  if (!whole) {
    cut[last] = 1;
    terminated[last] = 0;
    lastObservations.set(batch.observations.subarray(steps * O, (steps + 1) * O), last * O);
    lastInputs.set(batch.inputs.subarray(steps * O, (steps + 1) * O), last * O);
  }
  return { ...batch, trajectories, steps, offsets, cut, terminated, lastObservations, lastInputs };
};
