import type { Actions, TrajectoryBatch } from "./batch.ts";
import { isLaneBatch } from "./lane-batch.ts";

/**
 * The first `steps` of a batch of trajectories one after the other, as one lane has them: what a shorter batch would have
 * been. The trajectory that goes on there is cut; where the batch knows of no cuts, it is as if the horizon had come.
 *
 * @param batch its arrays are no longer than they are read, and so are those of the result @param steps 1 … those of the batch
 */
export const prefixOf = <Batch extends TrajectoryBatch>(batch: Batch, steps: number): Batch => {
  if (steps === batch.steps) return batch;
  let trajectories = 0;
  while (batch.offsets[trajectories] < steps) trajectories++;
  const last = trajectories - 1;
  const goesOn = batch.offsets[trajectories] !== steps;
  const offsets = batch.offsets.slice(0, trajectories + 1);
  offsets[trajectories] = steps;
  const terminated = batch.terminated.slice(0, trajectories);
  if (goesOn) terminated[last] = 0;
  const begun = <Rows extends Actions>(atSteps: Rows): Rows =>
    atSteps.subarray(0, (steps * atSteps.length) / batch.steps) as Rows;
  /** What was at the end of each trajectory; at that of the last one, what was at the step that is the first no more. */
  const ends = <Rows extends Actions>(atEnds: Rows, atSteps: Rows): Rows => {
    const width = atSteps.length / batch.steps;
    const kept = atEnds.slice(0, trajectories * width) as Rows;
    if (goesOn) kept.set(atSteps.subarray(steps * width, (steps + 1) * width), last * width);
    return kept;
  };
  const shorter = {
    ...{ ...batch, trajectories, steps, offsets, terminated },
    states: begun(batch.states),
    observations: begun(batch.observations),
    actions: begun(batch.actions),
    rewards: begun(batch.rewards),
    lastStates: ends(batch.lastStates, batch.states),
    lastObservations: ends(batch.lastObservations, batch.observations),
  };
  if (!isLaneBatch(batch)) return shorter;
  const cut = batch.cut.slice(0, trajectories);
  if (goesOn) cut[last] = 1;
  return {
    ...{ ...shorter, cut, lastInputs: ends(batch.lastInputs, batch.inputs) },
    times: begun(batch.times),
    inputs: begun(batch.inputs),
    scaledRewards: begun(batch.scaledRewards),
  };
};
