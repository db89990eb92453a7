import type { output, ZodObject } from "zod";
import type {
  ActionSpace,
  BitFunction,
  ExactGradient,
  FiniteModel,
  GaussianShape,
  LinearQuadraticModel,
  OneStepModel,
  Solution,
  StepSlopes,
  Thresholds,
} from "./models.ts";

export type * from "./models.ts";

/**
 * The nouns of trueslope. Shapes: S states, A actions, P parameters, T horizon, n trajectories,
 * `steps` transitions of a whole batch. Matrices are row-major in one typed array.
 */

/** A stream of uniform draws. Make one with `stream(...key)` in `random.ts`. */
export interface Random {
  /** The next draw, uniform in [0, 1) with 32 bits. */
  next(): number;
}

/** What one step of an environment yields beside the new state. Reused; written by `step`. */
export interface Outcome {
  reward: number;
  /** The environment ended the trajectory (never because of a time limit). */
  terminated: boolean;
}

/** A simulator: its states are numbers, or vectors. */
export type Environment = FiniteEnvironment | VectorEnvironment;

/**
 * A simulator with states 0 … S−1 and actions 0 … A−1. State goes in, state comes out, randomness is an
 * argument: nothing is remembered between calls, so a trajectory can be restarted from any state.
 */
export interface FiniteEnvironment {
  readonly kind: string;
  readonly states: number;
  readonly actions: number;
  /** Draws the first state. */
  reset(random: Random): number;
  /** Takes `action` in `state`; returns the next state and writes the reward and termination to `outcome`. */
  step(state: number, action: number, random: Random, outcome: Outcome): number;
  /** The exact model, where it is known; it makes the truth exact. */
  readonly model?: FiniteModel;
  /**
   * Present where `reset` and `step` do nothing but sample the model by inverse CDF, so that a rollout may do
   * it in their place: cumulative probabilities over first states and over the outcomes of each (s, a), exactly
   * 1 from the last possible entry on. One uniform picks the first entry that exceeds it; none is drawn where
   * there is no choice.
   */
  readonly thresholds?: Thresholds;
  /** Features of every state, for policies that need them. # [S, D] */
  readonly features?: Float64Array;
  /**
   * Present where a trajectory is one step from the only state, and action Σ_i b_i 2ⁱ, which sets the bits b,
   * pays f(b).
   */
  readonly bits?: BitFunction;
}

/**
 * A simulator whose states are vectors. The state vector is all that there is: `step` depends on it, on the action
 * and on what it draws, and on nothing that is remembered. A copy of the vector is a snapshot, and writing it back
 * restores it.
 */
export interface VectorEnvironment {
  readonly kind: string;
  /** Numbers D of a state. */
  readonly stateSize: number;
  /** Numbers O of an observation. */
  readonly observationSize: number;
  /** Actions are one of `count`, numbered from 0, or vectors of `size` real numbers. */
  readonly action: ActionSpace;
  /** Writes a first state. @param state [D] */
  reset(state: Float64Array, random: Random): void;
  /**
   * Takes an action: moves `state` in place, writes the reward and termination to `outcome`.
   * @param state [D] @param action [K], or [1] with the number of the action; not to be written
   */
  step(state: Float64Array, action: Float64Array, random: Random, outcome: Outcome): void;
  /** Writes what the policy sees; the state itself if not given. @param state [D] @param out [O] */
  observe?(state: Float64Array, out: Float64Array): void;
  /** What makes the truth exact, where it is known. */
  readonly model?: LinearQuadraticModel | OneStepModel;
  /** Slopes of `step`, where it has any: what pathwise gradients need. */
  readonly slopes?: StepSlopes;
}

/**
 * Trajectories, packed one after the other (structure of arrays). The buffers are reused: a batch is valid
 * until the next one is drawn. Step k of trajectory i has time t = k − offsets[i].
 */
export interface TrajectoryBatch {
  /** Number of trajectories n. */
  readonly trajectories: number;
  /** Number of transitions in all. */
  readonly steps: number;
  /** First step of each trajectory, and the end. # [n + 1] */
  readonly offsets: Int32Array;
  readonly rewards: Float64Array; // [steps]
  /** Numbered states; empty where states are vectors. # [steps] */
  readonly states: Int32Array;
  /** Actions taken in numbered states; empty where states are vectors. # [steps] */
  readonly actions: Int32Array;
  /** Numbered state after the last step of each trajectory. # [n] */
  readonly lastStates: Int32Array;
  /** What the policy saw; empty where states are numbers. # [steps, O] */
  readonly observations: Float64Array;
  /** Actions taken where states are vectors: vectors, or [1] with the action's number. # [steps, K] */
  readonly controls: Float64Array;
  /** Observation after the last step of each trajectory. # [n, O] */
  readonly lastObservations: Float64Array;
  /** 1 where the environment ended the trajectory, 0 where the horizon truncated it. # [n] */
  readonly terminated: Uint8Array;
  /** Trajectories i with the same ⌊i / groupSize⌋ share their first state; 1 where none do. */
  readonly groupSize: number;
}

/** Draws a batch of n trajectories; the same memory serves the next one. */
export type Sampler = (trajectories: number) => TrajectoryBatch;

/** How the score at time t is weighted in the gradient: γᵗ, or 1 (in general the gradient of no objective). */
export type StateWeight = "discounted" | "none";

/** Which gradient is the true one: that of J(θ) = E[Σ_{t<T} γᵗ r_t]. */
export interface Objective {
  readonly discount: number;
  /** Steps after which a trajectory is truncated. */
  readonly horizon: number;
  readonly stateWeight: StateWeight;
}

/** A differentiable distribution over actions: a table over numbered states, or a function of observations. */
export type Policy = TabularPolicy | VectorPolicy;

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
export interface VectorPolicy {
  readonly kind: string;
  /** Length P of θ. */
  readonly parameters: number;
  readonly observationSize: number;
  readonly action: ActionSpace;
  /** Present where actions are Gaussian with a mean that is linear in θ, which exact truths need. */
  readonly gaussian?: GaussianShape;
  /** Draws a first θ; zeros are one where it is not given. # [P] */
  initial?(random: Random): Float64Array;
  /** Takes on θ for all calls below. @param theta [P] */
  load(theta: Float64Array): void;
  /**
   * Draws an action for each of some observations, all at time t.
   * @param observations [rows, O] @param out [rows, K]
   */
  act(observations: Float64Array, rows: number, time: number, random: Random, out: Float64Array): void;
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
  /** Present where observations are normalized; it moves with the batches of training only. */
  readonly normalizer?: ObservationNormalizer;
}

/** Running mean and standard deviation of observations; they move only when told to. */
export interface ObservationNormalizer {
  /** Takes in the observations of a batch. */
  learn(batch: TrajectoryBatch): void;
  /** Writes (x − mean)/deviation of some rows. @param observations from row `first` on. # [·, O] @param out [rows, O] */
  apply(observations: Float64Array, first: number, rows: number, out: Float64Array): void;
  /** The mean and then the deviation of every coordinate; may be written. # [2, O] */
  readonly moments: Float64Array;
}

/** A policy frozen at one θ, with everything that follows from θ computed when first asked for. */
export interface FrozenPolicy {
  readonly policy: Policy;
  readonly theta: Float64Array; // [P]
  /** J and ∇J without sampling, where they are known. */
  readonly exact: ExactGradient | undefined;
  /** Writes Σ_k w_k ∇θ log π(a_k|·) over the steps `from` … `to` − 1, for several weightings [steps] in one pass. */
  weightedScores(
    batch: TrajectoryBatch,
    from: number,
    to: number,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void;
}

/** A table of a policy's probabilities, frozen at one θ. */
export interface FrozenTable extends FrozenPolicy {
  readonly policy: TabularPolicy;
  readonly probabilities: Float64Array; // [S, A]
  /** The policy that acts, μ(a|s): the same array as `probabilities` unless the study names a behavior. # [S, A] */
  readonly behavior: Float64Array;
  /** Sums of μ over the actions 0 … a, exactly 1 from the last possible action on. # [S, A] */
  readonly cumulative: Float64Array;
  /** Exact values of this θ; only where the model is known. */
  readonly solution: Solution | undefined;
}

/** A policy over observations, frozen at one θ, which it holds. */
export interface FrozenFunction extends FrozenPolicy {
  readonly policy: VectorPolicy;
}

/**
 * One line of a table of kinds (environments, policies, estimators, …). The tables' keys are the choices of
 * `kind` in a study; `options` validates the other keys; `create` makes the thing.
 */
export interface Kind<Options extends ZodObject, Context extends unknown[], Made> {
  /** One line for `trueslope list`. */
  readonly summary: string;
  readonly options: Options;
  create(options: output<Options>, ...context: Context): Made;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type EnvironmentKind = Kind<any, [], Environment>;
