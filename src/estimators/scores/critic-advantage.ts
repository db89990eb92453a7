import type { Critic } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
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
export const criticAdvantage = <At extends Point>(critic: Critic, advantage: FromValues<At>) => {
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  return (batch: TrajectoryBatch, at: At, out: Float64Array): void => {
    values = ensureLength(values, batch.steps);
    ends = ensureLength(ends, batch.trajectories);
    critic.evaluate(batch, at, values, ends);
    advantage(batch, values, ends, out, at);
  };
};
