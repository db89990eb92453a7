import type { Critic } from "../critics/critic.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import type { Savable } from "../memory/state.ts";
import type { RewardScaler } from "../normalizers/rewards.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Point } from "../problem/point.ts";
import type { Random, Stream } from "../random.ts";
import type { Kind } from "../registry.ts";
import type { LaneSampler } from "../sampling/lane-sampler.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { LearnedFrom } from "./rollouts/learned-from.ts";
import type { PolicySurrogate } from "./rollouts/policy-surrogate.ts";
import type { ValueFunction } from "./rollouts/value-function.ts";

/** What an update tells of a batch that it was given. */
export interface UpdateReport {
  /** Norm of the estimate that θ follows, so far where it takes several batches; not finite where θ stays as it was. */
  readonly gradientNorm: number;
  /** Environment steps behind it: of the batch, or of trajectories that the estimator drew itself. */
  readonly envSteps: number;
  /** What else is known of it, by an update that knows. */
  readonly figures?: UpdateFigures;
}

/** Figures of an update that learns from steps; null where there is none. */
export interface UpdateFigures {
  /** Mean entropy of the policy at the steps, in nats. */
  readonly entropy: number | null;
  /** Mean KL(π_before‖π) at the steps: in closed form, or an estimate from their ratios in minibatches. */
  readonly kl: number | null;
  /** Part of the steps whose ratio lies outside of 1 ± ε. */
  readonly clipFraction: number | null;
  /** Mean of (V − T)², in scaled units. */
  readonly valueLoss: number | null;
  /** 1 − Var(T − V)/Var(T), with V before the update; 1 is perfect, 0 is as good as a constant. */
  readonly explainedVariance: number | null;
  /** Step size of the policy. */
  readonly learningRate: number | null;
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
  /** The values that it learns for itself, apart from critics of its estimator. */
  readonly value?: ValueFunction;
  /** What it would move the policy along with a batch, by its values at the time; nothing is changed. The batch must stay. */
  surrogate?(batch: TrajectoryBatch, point: Point): PolicySurrogate;
  /** What it learns from a batch of steps; absent where it is no such update. */
  learned?(batch: TrajectoryBatch, point: Point): LearnedFrom;
  /** How it scales rewards at the time, of which it learns nothing: for pairs that are drawn to be looked at. */
  readonly scaler?: Pick<RewardScaler, "scale">;
  /** The same as a critic, in units of the environment's rewards; absent where rewards are shifted before they are learned from. */
  readonly critic?: Critic;
  /** How its batches are drawn in training, where they are counted in steps: by lanes, saved apart from the update. */
  lanes?(actions: Random, environment: Random): LaneSampler;
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
  /** Updates of the run, which annealing counts down. */
  readonly iterations: number;
  /** Environments side by side. */
  readonly lanes: number;
  /** A stream of the agent's own. */
  stream(purpose: string): Stream;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type UpdateKind = Kind<any, [UpdateContext], Update>;
