import { Observable } from "rxjs";
import { stream } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { Point } from "./point.ts";

/** What a stream of trajectories is made of. */
export interface RolloutOptions {
  /** Trajectories in each batch. */
  readonly batchSize: number;
  /** Key of the two random streams, of actions and of the environment. */
  readonly key: readonly (string | number)[];
}

/**
 * A problem at a point → an endless stream of batches of trajectories. It is synchronous and pulled: the next batch is
 * drawn when the subscriber is done with the last, with the θ of that moment, and drawing stops when it unsubscribes: take(k)
 * before anything that waits for its end, such as toArray, which would never come. Batches share memory: `sample` gives
 * trajectories to keep.
 */
export const rollout = (point: Point, { batchSize, key }: RolloutOptions): Observable<TrajectoryBatch> =>
  new Observable((subscriber) => {
    const draw = point.sampler(stream(...key, "actions"), stream(...key, "environment"));
    while (!subscriber.closed) subscriber.next(draw(batchSize));
  });
