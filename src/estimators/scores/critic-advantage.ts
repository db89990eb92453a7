import type { Critic } from "../../critics/critic.ts";
import { grown } from "../../linear-algebra/scratch.ts";
import type { FrozenPolicy } from "../../problem/frozen.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** Writes an advantage estimate, as an `Advantage` does; it may ask the frozen policy too. */
type FromValues<At> = (
  batch: TrajectoryBatch,
  values: Float64Array, // [steps]
  ends: Float64Array, // [n]
  out: Float64Array, // [steps]
  at: At,
) => void;

/** The weights w_t = Â_t from the values of a critic, without γᵗ. */
export const criticAdvantage = <At extends FrozenPolicy>(critic: Critic, advantage: FromValues<At>) => {
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  return (batch: TrajectoryBatch, at: At, out: Float64Array): void => {
    values = grown(values, batch.steps);
    ends = grown(ends, batch.trajectories);
    critic.evaluate(batch, at, values, ends);
    advantage(batch, values, ends, out, at);
  };
};
