import { filter, map, type Observable, take } from "rxjs";
import { norm } from "../linear-algebra/norm.ts";
import { isTabular } from "../policies/policy.ts";
import { rollout } from "../problem/rollout.ts";
import { stream } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { meanDiscountedReturn } from "../trajectories/returns.ts";
import type { Setup } from "./assemble.ts";
import { type IterationEvent, isSkipped } from "./events.ts";

/**
 * Moves θ: batches of trajectories in, one update each. Everything is synchronous, so that whoever listens
 * sees θ as it is after the update, and the next batch is drawn with it.
 *
 * After T updates one more batch is drawn, in the same way, and only looked at: what is said of θ_T is said as it is of
 * every θ before. An agent that makes no updates has learned nothing, and no event tells of it.
 */
export const train = (setup: Setup): Observable<IterationEvent> => {
  const { config, point, learners, optimizer } = setup;
  const { agent, seed } = config;
  const { estimator } = setup.estimators[0];
  const gradient = new Float64Array(point.theta.length);
  const key = [seed, agent.name, "train"];
  const random = stream(...key, "estimator");
  const { batches, simulates } = estimator.takes;
  let envSteps = 0;
  const { discount } = point.problem.objective;
  const returns = meanReturns(discount, batches);

  /** What one batch is for, before θ is moved. @returns the norm of the estimate so far */
  const learnFrom = (batch: TrajectoryBatch): number => {
    const own = estimator.estimate(batch, point, gradient, random);
    envSteps += simulates ? own : batch.steps;
    estimator.memory?.update(batch, point);
    const gradientNorm = norm(gradient);
    if (Number.isFinite(gradientNorm)) for (const { memory } of learners) memory?.update(batch, point);
    return gradientNorm;
  };
  return rollout(point, { batchSize: agent.batchSize, key }).pipe(
    take(agent.iterations === 0 ? 0 : (agent.iterations + 1) * batches),
    map((batch, i): IterationEvent | null => {
      const iteration = Math.floor(i / batches);
      const last = iteration === agent.iterations;
      returns.add(batch);
      const gradientNorm = last ? null : learnFrom(batch);
      if ((i + 1) % batches !== 0) return null;
      const skipped = isSkipped({ gradientNorm });
      const logged = last || skipped || iteration % agent.logEvery === 0;
      const exactReturn = logged ? (point.exact?.value ?? null) : null; // costly, so not in vain
      if (!last && !skipped) {
        optimizer(point.theta, gradient);
        if (!isTabular(point.policy)) {
          point.policy.normalizer?.update(batch);
          point.policy.normalizer?.refresh();
        }
        point.moveTo(point.theta);
      }
      return { type: "iteration", iteration, envSteps, ...returns.take(), exactReturn, gradientNorm };
    }),
    filter((event) => event !== null),
  );
};

type Returns = Pick<IterationEvent, "meanReturn" | "episodeReturn" | "episodeLength">;

/** Means over the trajectories of several batches of one size. */
const meanReturns = (discount: number, batches: number) => {
  let [discounted, undiscounted, steps] = [0, 0, 0];
  return {
    add(batch: TrajectoryBatch): void {
      const own = meanDiscountedReturn(batch, discount);
      discounted += own;
      undiscounted += discount === 1 ? own : meanDiscountedReturn(batch, 1);
      steps += batch.steps / batch.trajectories;
    },
    /** The means, and begins anew. */
    take(): Returns {
      const means = {
        meanReturn: discounted / batches,
        episodeReturn: undiscounted / batches,
        episodeLength: steps / batches,
      };
      [discounted, undiscounted, steps] = [0, 0, 0];
      return means;
    },
  };
};
