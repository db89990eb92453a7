import type { output, ZodObject } from "zod";

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

/**
 * A finite Markov decision process, compiled: the outcomes of (s, a) are the rows
 * `start[s·A + a] … start[s·A + a + 1]` of `probability`, `next`, `reward` and `terminated`.
 */
export interface FiniteModel {
  readonly states: number;
  readonly actions: number;
  /** Distribution of the first state. # [S] */
  readonly initial: Float64Array;
  /** First outcome of each (s, a), and the end. # [S·A + 1] */
  readonly start: Int32Array;
  /** Probability of each outcome; sums to 1 over each (s, a). # [outcomes] */
  readonly probability: Float64Array;
  /** Next state of each outcome. # [outcomes] */
  readonly next: Int32Array;
  /** Reward of each outcome. # [outcomes] */
  readonly reward: Float64Array;
  /** 1 where the outcome ends the trajectory. # [outcomes] */
  readonly terminated: Uint8Array;
}

/** Cumulative probabilities of a model. */
export interface Thresholds {
  readonly initial: Float64Array; // [S]
  readonly outcome: Float64Array; // [outcomes]
}

/**
 * A function f of N bits, extended to real numbers: bits between 0 and 1 are what the relaxations need, and
 * antithetic bits what ARM and DisARM need.
 */
export interface BitFunction {
  /** Number of bits N. */
  readonly count: number;
  /** f(b). @param bits [N] */
  value(bits: Float64Array): number;
  /** Writes ∂f/∂b_i. @param bits [N] @param out [N] */
  gradient(bits: Float64Array, out: Float64Array): void;
}

/**
 * A simulator with states 0 … S−1 and actions 0 … A−1. State goes in, state comes out, randomness is an
 * argument: nothing is remembered between calls, so a trajectory can be restarted from any state.
 */
export interface Environment {
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
  readonly states: Int32Array; // [steps]
  readonly actions: Int32Array; // [steps]
  readonly rewards: Float64Array; // [steps]
  /** State after the last step of each trajectory. # [n] */
  readonly lastStates: Int32Array;
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

/**
 * A differentiable distribution over actions in each of S states. A policy is its shape only; θ and the
 * table of probabilities are arguments.
 */
export interface Policy {
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

/** A policy frozen at one θ, with everything that follows from θ computed when first asked for. */
export interface FrozenPolicy {
  readonly policy: Policy;
  readonly theta: Float64Array; // [P]
  readonly probabilities: Float64Array; // [S, A]
  /** The policy that acts, μ(a|s): the same array as `probabilities` unless the study names a behavior. # [S, A] */
  readonly behavior: Float64Array;
  /** Sums of μ over the actions 0 … a, exactly 1 from the last possible action on. # [S, A] */
  readonly cumulative: Float64Array;
  /** Exact values of this θ; only where the model is known. */
  readonly solution: Solution | undefined;
}

/** Exact dynamic programming at one θ and one objective. */
export interface Solution {
  /** J(θ). */
  readonly value: number;
  /** V_t(s), with V_T = 0. # [T + 1, S] */
  readonly values: Float64Array;
  /** Q_t(s, a). # [T, S, A] */
  readonly actionValues: Float64Array;
  /** P(s_t = s and the trajectory goes on at t). # [T, S] */
  readonly occupancy: Float64Array;
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
