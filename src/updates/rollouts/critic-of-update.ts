import type { Critic } from "../../critics/critic.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { type BootstrapOptions, bootstrappedValues } from "./bootstrapped-values.ts";
import type { LearnedSteps } from "./learned-steps.ts";
import type { ValueFunction } from "./value-function.ts";

/**
 * The value network of an update as a critic, as it is: V in units of rewards as the environment gives them, after a trajectory as
 * the update bootstraps.
 *
 * @param unit rewards in one of the units that V is learned in, at the moment; clipped rewards are beyond it
 */
export const criticOfUpdate = (
  read: (batch: TrajectoryBatch) => LearnedSteps,
  value: ValueFunction,
  options: BootstrapOptions,
  unit: () => number,
): Critic => {
  const write = bootstrappedValues(value, options);
  return {
    evaluate(batch, { theta }, values, ends) {
      write(read(batch), theta, values, ends);
      const scale = unit();
      for (let k = 0; k < batch.steps; k++) values[k] *= scale;
      for (let i = 0; i < batch.trajectories; i++) ends[i] *= scale;
    },
  };
};
