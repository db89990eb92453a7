import { held, type Savable } from "../memory/state.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { meanDiscountedReturn } from "../trajectories/returns.ts";
import { type IterationEvent, isSkipped } from "./events.ts";

/** The training of one run, batch by batch; saved and restored between any two of them. */
export interface Training extends Savable {
  /** Whether all batches have been drawn. */
  readonly over: boolean;
  /** Whether all updates are made, and nothing of the batch at the last θ is drawn. */
  readonly learned: boolean;
  /** Draws a batch and hands it to the update. @returns what there is to tell, after the last batch of an update */
  step(): IterationEvent | undefined;
}

/**
 * Makes updates, and after T of them draws the batches of one more and only looks at them: what is said of θ_T is said
 * as it is of every θ before. An agent that makes no updates learns nothing, and no event tells of it.
 */
export const createTraining = ({ config, point, update }: Setup): Training => {
  const { agent, seed } = config;
  const key = [seed, agent.name, "train"];
  const streams = {
    actions: stream(...key, "actions"),
    environment: stream(...key, "environment"),
    estimator: stream(...key, "estimator"),
  };
  const draw = point.sampler(streams.actions, streams.environment);
  const { batches } = update;
  const { discount } = point.problem.objective;
  const own = { drawn: 0, envSteps: 0, discounted: 0, undiscounted: 0, lengths: 0 };
  const all = agent.iterations === 0 ? 0 : (agent.iterations + 1) * batches;
  const { theta } = point;
  const state = held({ theta, update, ...streams, progress: held(own) });

  const add = (batch: TrajectoryBatch): void => {
    const mean = meanDiscountedReturn(batch, discount);
    own.discounted += mean;
    own.undiscounted += discount === 1 ? mean : meanDiscountedReturn(batch, 1);
    own.lengths += batch.steps / batch.trajectories;
  };
  /** Means over the trajectories of all batches of the update, which have one size; begins anew. */
  const takeMeans = () => {
    const means = {
      meanReturn: own.discounted / batches,
      episodeReturn: own.undiscounted / batches,
      episodeLength: own.lengths / batches,
    };
    own.discounted = own.undiscounted = own.lengths = 0;
    return means;
  };

  return {
    save: state.save,
    restore(saved) {
      state.restore(saved);
      point.moveTo(theta);
    },
    get over() {
      return own.drawn >= all;
    },
    get learned() {
      return own.drawn === all - batches;
    },
    step() {
      const iteration = Math.floor(own.drawn / batches);
      const complete = ++own.drawn % batches === 0;
      const last = iteration === agent.iterations;
      const batch = draw(agent.batchSize);
      add(batch);
      const exactReturn = () => point.exact?.value ?? null; // costly, so not in vain
      const logged = complete && (last || iteration % agent.logEvery === 0);
      let exact = logged ? exactReturn() : null; // before θ moves
      let gradientNorm: number | null = null;
      if (!last) {
        const report = update.step(batch, point, streams.estimator);
        own.envSteps += report.envSteps;
        gradientNorm = report.gradientNorm;
      }
      if (!complete) return undefined;
      if (!logged && isSkipped({ gradientNorm })) exact = exactReturn();
      const { envSteps } = own;
      return { type: "iteration", iteration, envSteps, ...takeMeans(), exactReturn: exact, gradientNorm };
    },
  };
};
