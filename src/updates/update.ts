import type { Critic } from "../critics/critic.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import type { Savable } from "../memory/state.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { Kind } from "../registry.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** What an update tells of a batch that it was given. */
export interface UpdateReport {
  /** Norm of the estimate that θ follows, so far where it takes several batches; not finite where θ stays as it was. */
  readonly gradientNorm: number;
  /** Environment steps behind it: of the batch, or of trajectories that the estimator drew itself. */
  readonly envSteps: number;
}

/**
 * How batches move what learns: θ, critics, the normalizer of observations. All of it is saved but for θ, which is the
 * point's. The simplest is one estimate and one step along it (`ascent`); an update may as well go over its batch several
 * times, in minibatches, with parameters of its own for values.
 */
export interface Update extends Savable {
  /** The estimators of what it follows, which a probe compares with ∇J as it does its own. The first is called "agent". */
  readonly estimators: readonly [NamedEstimator, ...NamedEstimator[]];
  /** Batches that one update takes, handed over one by one; θ moves with the last of them. */
  readonly batches: number;
  /**
   * Learns from a batch, and moves the point with the last one of an update.
   * @param batch drawn at the point as it is now; reused by its sampler afterwards
   */
  step(batch: TrajectoryBatch, point: Point, random: Random): UpdateReport;
}

/** What an update may be made from: what its agent's configuration names, made when asked for. */
export interface UpdateContext {
  /** The point that is trained. */
  readonly point: Point;
  /** The agent's estimator, under the name "agent". */
  estimator(): NamedEstimator;
  /** An optimizer as the agent has it. @param parameters how many it moves */
  optimizer(parameters: number): Optimizer;
  /** The critics that learn along training, of the agent and of the probe, when all of them have been made. */
  learners(): readonly Critic[];
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type UpdateKind = Kind<any, [UpdateContext], Update>;
