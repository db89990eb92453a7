import { filter, map, type Observable, take } from "rxjs";
import { meanDiscountedReturn } from "./estimators/returns.ts";
import type { IterationEvent } from "./events.ts";
import { norm } from "./norm.ts";
import { isTabular } from "./numbered.ts";
import { stream } from "./random.ts";
import { rollout } from "./rollout.ts";
import type { Setup } from "./setup.ts";

/**
 * Moves θ: batches of trajectories in, one update each. Everything is synchronous, so that whoever listens
 * sees θ as it is after the update, and the next batch is drawn with it.
 */
export const train = (setup: Setup): Observable<IterationEvent> => {
  const { config, environment, objective, at, groupSize, learners, optimizer } = setup;
  const { agent, seed } = config;
  const { estimator } = setup.estimators[0];
  const gradient = new Float64Array(at.theta.length);
  const key = [seed, agent.name, "train"];
  const random = stream(...key, "estimator");
  const batches = estimator.batches ?? 1;
  let envSteps = 0;
  let sumOfReturns = 0;
  const { horizon, discount } = objective;
  return rollout({ environment, at, horizon, batchSize: agent.batchSize, groupSize, key }).pipe(
    take(agent.iterations * batches),
    map((batch, i): IterationEvent | null => {
      sumOfReturns += meanDiscountedReturn(batch, discount);
      estimator.estimate(batch, at, gradient, random);
      envSteps += estimator.simulates?.steps ?? batch.steps;
      estimator.remember?.(batch, at);
      const gradientNorm = norm(gradient);
      if (Number.isFinite(gradientNorm)) for (const critic of learners) critic.learn?.(batch, at);
      if ((i + 1) % batches !== 0) return null;
      const iteration = (i + 1) / batches - 1;
      const logged = iteration % agent.logEvery === 0;

      const meanReturn = sumOfReturns / batches;
      const exactReturn = logged ? (at.exact?.value ?? null) : null; // costly, so not in vain
      sumOfReturns = 0;
      if (Number.isFinite(gradientNorm)) {
        optimizer(at.theta, gradient);
        if (!isTabular(at.policy)) at.policy.normalizer?.learn(batch);
        at.freeze();
      }
      return { type: "iteration", iteration, envSteps, meanReturn, exactReturn, gradientNorm };
    }),
    filter((event) => event !== null),
  );
};
