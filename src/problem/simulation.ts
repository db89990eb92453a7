import type { Random } from "../random.ts";
import type { Sampler } from "../trajectories/batch.ts";
import type { Point } from "./point.ts";

/** Trajectories at any θ, apart from the stream of the run. */
export interface Simulation {
  /** A policy of its own: change its θ in place, then `freeze`. */
  readonly point: Point & { freeze(): void };
  /** A sampler at that policy; equal random streams give common random numbers. */
  sampler(actions: Random, environment: Random): Sampler;
}
