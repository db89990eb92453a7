import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Update, UpdateReport } from "./update.ts";

/**
 * Where the next update would lead. It is made at another point and taken back: nothing that learns is changed.
 *
 * @param draw the batches of the update, by their number; they are of different samplers, or copies
 * @param there a point of the same problem, moved by it; a new one if it is left out
 * @returns the last batch, what the update tells of it, and θ after it. # [P]
 */
export const preview = (
  update: Update,
  point: Point,
  draw: (b: number) => TrajectoryBatch,
  random: Random,
  there = point.moved(point.theta),
): { batch: TrajectoryBatch; report: UpdateReport; moved: Float64Array } => {
  const before = update.save();
  there.moveTo(point.theta);
  try {
    for (let b = 0; b < update.batches - 1; b++) update.step(draw(b), there, random);
    const batch = draw(update.batches - 1);
    const report = update.step(batch, there, random);
    return { batch, report, moved: there.theta };
  } finally {
    update.restore(before);
  }
};
