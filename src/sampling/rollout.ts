import { Observable } from "rxjs";
import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import type { ContinuousPoint, DiscretePoint, Point } from "../problem/point.ts";
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
  readonly point: Point;
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
  point,
  horizon,
  batchSize,
  groupSize = 1,
  key,
}: RolloutOptions): Observable<TrajectoryBatch> =>
  new Observable((subscriber) => {
    const actions = stream(...key, "actions");
    const randomness = stream(...key, "environment");
    const draw = createSampler(environment, point, horizon, actions, randomness, groupSize);
    while (!subscriber.closed) subscriber.next(draw(batchSize));
  });

/** The sampler for an environment: over its tables where they are all there is to it, else step by step. */
export const createSampler = (
  environment: Environment,
  point: Point,
  horizon: number,
  actions: Random,
  randomness: Random,
  groupSize = 1,
): Sampler => {
  if (!isDiscrete(environment))
    return vectorSampler(environment, point as ContinuousPoint, horizon, actions, randomness, groupSize);
  const { model, thresholds } = environment;
  const table = point as DiscretePoint;
  return model === undefined || thresholds === undefined
    ? stepSampler(environment, table, horizon, actions, randomness, groupSize)
    : modelSampler(model, thresholds, table, horizon, actions, randomness, groupSize);
};
