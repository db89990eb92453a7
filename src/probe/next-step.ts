import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { preview } from "../updates/preview.ts";

type Key = readonly (string | number)[];

/** A batch of the agent, and where its update would go from there. @param pairs state-action pairs of it; those of training if not given */
export const nextStep = (setup: Setup, key: Key, pairs?: number) =>
  preview(
    setup.update,
    setup.point,
    (b) => drawOf(setup, [...key, "step", b], pairs),
    stream(...key, "estimator"),
  );

/** A batch as the agent draws them in training, of which nothing is learned. */
export const anotherBatch = (setup: Setup, key: Key, pairs?: number): TrajectoryBatch => {
  const before = setup.update.save(); // what is seen moves normalizers
  try {
    return drawOf(setup, key, pairs);
  } finally {
    setup.update.restore(before);
  }
};

const drawOf = ({ point, update, config: { agent } }: Setup, key: Key, pairs?: number): TrajectoryBatch => {
  const { batchSize = 0, batchSteps = 0, lanes = 1 } = agent;
  const draws = [stream(...key, "actions"), stream(...key, "environment")] as const;
  const bySteps = update.lanes?.(...draws);
  return bySteps ? bySteps.draw((pairs ?? batchSteps) / lanes) : point.sampler(...draws)(batchSize);
};
