import type { Critic, Weighting } from "../estimation.ts";
import { grown } from "../grown.ts";
import type { FrozenPolicy, TrajectoryBatch } from "../types.ts";

/** Writes an advantage estimate, as an `Advantage` does; it may ask the frozen policy too. */
type FromValues = (
  batch: TrajectoryBatch,
  values: Float64Array, // [steps]
  ends: Float64Array, // [n]
  out: Float64Array, // [steps]
  at: FrozenPolicy,
) => void;

/** The weights w_t = Â_t from the values of a critic, without γᵗ. */
export const criticAdvantage = (critic: Critic, advantage: FromValues): Weighting => {
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  return (batch, at, out) => {
    values = grown(values, batch.steps);
    ends = grown(ends, batch.trajectories);
    critic.evaluate(batch, at, values, ends);
    advantage(batch, values, ends, out, at);
  };
};
