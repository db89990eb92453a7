import { map, type Observable, take } from "rxjs";
import type { IterationEvent } from "./events.ts";
import { norm } from "./norm.ts";
import { rollout } from "./rollout.ts";
import type { Setup } from "./setup.ts";
import type { TrajectoryBatch } from "./types.ts";

/**
 * Moves θ: batches of trajectories in, one update each. Everything is synchronous, so that whoever listens
 * sees θ as it is after the update, and the next batch is drawn with it.
 */
export const train = (setup: Setup): Observable<IterationEvent> => {
  const { config, environment, objective, at, learners, optimizer } = setup;
  const { agent, seed } = config;
  const { estimator } = setup.estimators[0];
  const gradient = new Float64Array(at.theta.length);
  const key = [seed, agent.name, "train"];
  let envSteps = 0;
  return rollout({ environment, at, horizon: objective.horizon, batchSize: agent.batchSize, key }).pipe(
    take(agent.iterations),
    map((batch, iteration) => {
      envSteps += batch.steps;
      const meanReturn = meanDiscountedReturn(batch, objective.discount);
      const exactReturn = at.solution?.value ?? null;
      estimator.estimate(batch, at, gradient);
      const gradientNorm = norm(gradient);
      if (Number.isFinite(gradientNorm)) {
        for (const critic of learners) critic.learn?.(batch); // one that is not finite would spoil them for good
        optimizer(at.theta, gradient);
        at.freeze();
      }
      return { type: "iteration", iteration, envSteps, meanReturn, exactReturn, gradientNorm };
    }),
  );
};

const meanDiscountedReturn = (batch: TrajectoryBatch, discount: number): number => {
  let sum = 0;
  for (let i = 0; i < batch.trajectories; i++) {
    let rest = 0;
    for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--)
      rest = batch.rewards[k] + discount * rest;
    sum += rest;
  }
  return sum / batch.trajectories;
};
