import type { Critic } from "../critics/critic.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { AuditBatch } from "./batch.ts";

/**
 * A critic whose values came with the batch.
 * @param end whether nothing follows where the horizon cut a trajectory off, as in J of that horizon
 */
export const givenValues = (end: boolean): Critic => ({
  exact: end, // for ∇J it takes V of the horizon's end to be 0
  evaluate(batch: TrajectoryBatch, _, values, ends) {
    const { values: given, lastValues } = batch as AuditBatch;
    values.set(given.subarray(0, batch.steps));
    if (end) ends.fill(0, 0, batch.trajectories);
    else ends.set(lastValues.subarray(0, batch.trajectories));
  },
});
