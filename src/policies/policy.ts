import type { ActionSpace } from "../../envs/contract/models.ts";
import type { Savable } from "../memory/state.ts";
import type { Random } from "../random.ts";
import type { Actions, TrajectoryBatch } from "../trajectories/batch.ts";
import type { PolicyMetric } from "./policy-metric.ts";

export const isTabular = (policy: Policy): policy is TabularPolicy => "states" in policy;

/** A differentiable distribution over actions: a table over discrete states, or a function of observations. */
export type Policy = TabularPolicy | FunctionPolicy;

/**
 * A differentiable distribution over actions in each of S states. A policy is its shape only; θ and the
 * table of probabilities are arguments.
 */
export interface TabularPolicy {
  readonly kind: string;
  /** Length P of θ. */
  readonly parameters: number;
  readonly states: number;
  readonly actions: number;
  /** Present where θ are the logits of each state and action, of which π is the softmax: what kernels know. */
  readonly scores?: "softmax";
  /** Present where an action is a set of independent bits, each with a logit: its place in θ. # [N] */
  readonly bitLogits?: Int32Array;
  /** Writes π(a|s). @param theta [P] @param out [S, A] */
  probabilities(theta: Float64Array, out: Float64Array): void;
  /**
   * Writes Σ_{s,a} w(s,a) ∇θ log π(a|s): the one place where scores are computed.
   * @param probabilities [S, A] of the same θ @param weights [S, A] @param out [P]
   */
  weightedScores(probabilities: Float64Array, weights: Float64Array, out: Float64Array): void;
}

/** A differentiable distribution over actions, given an observation and the time. It holds the θ it was given last. */
export interface FunctionPolicy {
  readonly kind: string;
  /** Length P of θ. */
  readonly parameters: number;
  readonly observationSize: number;
  readonly action: ActionSpace;
  /** Present where actions are Gaussian with a mean that is linear in θ, which exact truths need. */
  readonly gaussian?: GaussianShape;
  /** Hidden layers, which θ begins with; present where there are some. */
  readonly hidden?: HiddenLayers | undefined;
  /** Draws a first θ; zeros are one where it is not given. # [P] */
  initial?(random: Random): Float64Array;
  /** Takes on θ for all calls below. @param theta [P] */
  load(theta: Float64Array): void;
  /**
   * Draws an action for each of some observations, all at time t.
   * @param observations [rows, O] @param out [rows, K]
   */
  act(observations: Float64Array, rows: number, time: number, random: Random, out: Float64Array): void;
  /** Writes the most likely action instead. @param observations [rows, O] @param out [rows, K] */
  decide(observations: Float64Array, rows: number, time: number, out: Float64Array): void;
  /** Writes log π(a_k|x_k) of every step of a batch. @param out [steps] */
  logProbabilities(batch: TrajectoryBatch, out: Float64Array): void;
  /**
   * Writes Σ_k w_k ∇θ log π(a_k|x_k) over the steps `from` … `to` − 1, for several weightings in one pass.
   * @param weightings [steps] each @param outs [P] each
   */
  weightedScores(
    batch: TrajectoryBatch,
    from: number,
    to: number,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void;
  /** How far apart its distributions are, on inputs that are normalized already. */
  readonly metric: PolicyMetric;
  /** The same of rows, for updates that go over steps in an order of their own. */
  readonly rows: PolicyRows;
  /** Present where observations are normalized; it moves with the batches of training only. */
  readonly normalizer?: ObservationNormalizer | undefined;
  /** Shares the normalizer of another policy of the same shape, from here on; present where there is one. */
  normalizeAs?(other: Pick<FunctionPolicy, "normalizer">): void;
}

/**
 * A policy on rows, each with a time of its own, whose observations are *inputs*: normalized already, where there is a
 * normalizer. An update goes forward, makes weights from what it finds, and goes back, in one pass each.
 */
export interface PolicyRows {
  /** Whether entropies have a closed form; else they are NaN, and no gradient may be asked for. */
  readonly knowsEntropy: boolean;
  /** Draws an action for each row. @param inputs [rows, O] @param times [rows] @param out [rows, K] */
  act(inputs: Float64Array, rows: number, times: Int32Array, random: Random, out: Float64Array): void;
  /** Writes the most likely action of each row, or another that stands for its distribution. @param inputs [rows, O] @param times [rows] @param out [rows, K] */
  decide(inputs: Float64Array, rows: number, times: Int32Array, out: Float64Array): void;
  /**
   * Writes log π(a|x) and the entropy of at most `ROWS` rows, and keeps what `addGradient` needs.
   * @param inputs those from row `first` on. # [·, O] @param actions from row `first` on. # [·, K]
   * @param times of each row. # [rows] @param logProbabilities [rows] @param entropies [rows]
   */
  forward(
    inputs: Float64Array,
    actions: Actions,
    first: number,
    rows: number,
    times: Int32Array,
    logProbabilities: Float64Array,
    entropies: Float64Array,
  ): void;
  /**
   * Adds Σ_r (w_r ∇θ log π(a_r|x_r) + c ∇θ H(x_r)) over the rows of the last `forward`.
   * @param weights w. # [rows] @param entropyWeight c @param out [P]
   */
  addGradient(weights: Float64Array, entropyWeight: number, out: Float64Array): void;
}

/** Running mean and standard deviation of observations; they move only when told to. */
export interface ObservationNormalizer extends Savable {
  /** Learns from the observations of a batch; what is applied stays as it is until `refresh`. */
  update(batch: Pick<TrajectoryBatch, "steps" | "observations">): void;
  /** Applies what was learned so far from here on. */
  refresh(): void;
  /** Back to the identity. */
  reset(): void;
  /** Writes (x − mean)/deviation of some rows. @param observations from row `first` on. # [·, O] @param out [rows, O] */
  apply(observations: Float64Array, first: number, rows: number, out: Float64Array): void;
  /** What is applied: the mean and then the deviation of every coordinate; may be written. # [2, O] */
  readonly moments: Float64Array;
}

/** Layers of a perceptron before its last one. */
export interface HiddenLayers {
  /** Units of each. */
  readonly widths: readonly number[];
  readonly activation: "tanh" | "relu";
}

/**
 * How θ makes a Gaussian policy: u = K x + b + σε ("linear"), or u = m_t + σε ("time"). θ is K [size, O], row-major,
 * then b [size] if there is a bias; or m [T, size]; then log σ [size] if it is learned.
 */
export interface GaussianShape {
  readonly mean: "linear" | "time";
  readonly bias: boolean;
  readonly deviation: number | "learned";
}
