import { held, type Savable } from "../memory/state.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import type { UpdateReport } from "../updates/update.ts";
import { episodeSums } from "./episode-sums.ts";
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

/** Episodes that the look at the last θ waits for, where batches are of steps: one batch may end none. */
const LAST_EPISODES = 10;

/**
 * Makes updates, and after T of them draws the batches of one more and only looks at them: what is said of θ_T is said
 * as it is of every θ before. An agent that makes no updates learns nothing, and no event tells of it.
 */
export const createTraining = ({ config, point, update }: Setup): Training => {
  const { agent, seed } = config;
  const { batchSize = 0, batchSteps = 0, lanes = 1 } = agent;
  const key = [seed, agent.name, "train"];
  const streams = {
    actions: stream(...key, "actions"),
    environment: stream(...key, "environment"),
    estimator: stream(...key, "estimator"),
  };
  const bySteps = update.lanes?.(streams.actions, streams.environment);
  const sampler = bySteps ? undefined : point.sampler(streams.actions, streams.environment);
  const draw = () => (bySteps ? bySteps.draw(batchSteps / lanes) : sampler!(batchSize));
  const { batches } = update;
  const own = { drawn: 0, envSteps: 0 };
  const episodes = episodeSums(point.problem.objective.discount);
  const all = agent.iterations === 0 ? 0 : (agent.iterations + 1) * batches;
  const { theta } = point;
  const state = held({
    ...{ theta, update, ...streams, episodes, progress: held(own) },
    ...(bySteps && { lanes: bySteps }),
  });

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
      const batch = draw();
      episodes.add(batch);
      if (bySteps && last) while (episodes.count < LAST_EPISODES) episodes.add(draw());
      const exactReturn = () => point.exact?.value ?? null; // costly, so not in vain
      const logged = complete && (last || iteration % agent.logEvery === 0);
      let exact = logged ? exactReturn() : null; // before θ moves
      let report: UpdateReport | undefined;
      if (!last) {
        report = update.step(batch, point, streams.estimator);
        own.envSteps += report.envSteps;
      }
      if (!complete) return undefined;
      const { gradientNorm = null, figures = null } = report ?? {};
      if (!logged && isSkipped({ gradientNorm })) exact = exactReturn();
      const { envSteps } = own;
      const told = episodes.figures();
      if (logged || !bySteps) episodes.clear(); // of lanes, a row tells of all since the row before
      return { type: "iteration", iteration, envSteps, ...told, exactReturn: exact, gradientNorm, figures };
    },
  };
};
