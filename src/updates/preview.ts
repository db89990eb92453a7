import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Update } from "./update.ts";

/**
 * Where the next update would lead. It is made at another point and taken back: nothing that learns is changed.
 *
 * @param draw the batches of the update, by their number; they are of different samplers, or copies
 * @returns the last batch, and θ after the update. # [P]
 */
export const preview = (
  update: Update,
  point: Point,
  draw: (b: number) => TrajectoryBatch,
  random: Random,
): { batch: TrajectoryBatch; moved: Float64Array } => {
  const before = update.save();
  const there = point.moved(point.theta);
  try {
    for (let b = 0; b < update.batches - 1; b++) update.step(draw(b), there, random);
    const batch = draw(update.batches - 1);
    update.step(batch, there, random);
    return { batch, moved: there.theta };
  } finally {
    update.restore(before);
  }
};
