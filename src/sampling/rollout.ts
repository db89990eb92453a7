import { Observable } from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { isFiniteEnvironment } from "../../envs/contract/environment.ts";
import type { FrozenFunction, FrozenPolicy, FrozenTable } from "../problem/frozen.ts";
import type { Random } from "../random.ts";
import { stream } from "../random.ts";
import type { Sampler, TrajectoryBatch } from "../trajectories/batch.ts";
import { modelSampler } from "./model-sampler.ts";
import { stepSampler } from "./step-sampler.ts";
import { vectorSampler } from "./vector-sampler.ts";

/** What a stream of trajectories is made of. */
export interface RolloutOptions {
  readonly environment: Environment;
  /** Read anew for every batch: a batch follows the θ of the moment. */
  readonly at: FrozenPolicy;
  readonly horizon: number;
  /** Trajectories in each batch. */
  readonly batchSize: number;
  /** Trajectories that share each first state; 1 if not given. */
  readonly groupSize?: number;
  /** Key of the two random streams, of actions and of the environment. */
  readonly key: readonly (string | number)[];
}

/**
 * environment × policy → an endless stream of batches of trajectories. It is synchronous and pulled: the next
 * batch is drawn when the subscriber is done with the last, and drawing stops when it unsubscribes.
 */
export const rollout = ({
  environment,
  at,
  horizon,
  batchSize,
  groupSize = 1,
  key,
}: RolloutOptions): Observable<TrajectoryBatch> =>
  new Observable((subscriber) => {
    const actions = stream(...key, "actions");
    const randomness = stream(...key, "environment");
    const draw = createSampler(environment, at, horizon, actions, randomness, groupSize);
    while (!subscriber.closed) subscriber.next(draw(batchSize));
  });

/** The sampler for an environment: over its tables where they are all there is to it, else step by step. */
export const createSampler = (
  environment: Environment,
  at: FrozenPolicy,
  horizon: number,
  actions: Random,
  randomness: Random,
  groupSize = 1,
): Sampler => {
  if (!isFiniteEnvironment(environment))
    return vectorSampler(environment, at as FrozenFunction, horizon, actions, randomness, groupSize);
  const { model, thresholds } = environment;
  const table = at as FrozenTable;
  return model === undefined || thresholds === undefined
    ? stepSampler(environment, table, horizon, actions, randomness, groupSize)
    : modelSampler(model, thresholds, table, horizon, actions, randomness, groupSize);
};
