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
 * Where a critic's values come from: "training", what it has learned along training so far; "earlier-batch", fitted
 * from scratch to the batch before; "same-batch", fitted from scratch to the very batch that it then evaluates.
 */
export type Fit = "training" | "earlier-batch" | "same-batch";

/** A guess of the value of each state of a trajectory, and maybe of each action; frozen while measuring. */
export interface Critic {
  /**
   * Writes V(s_k) of every step, and of the state after each trajectory's last step.
   * @param values [steps] @param ends [n], meaningless where the trajectory terminated
   */
  evaluate(batch: TrajectoryBatch, at: FrozenPolicy, values: Float64Array, ends: Float64Array): void;
  /** Writes Q(s_k, a) of every step and action; absent where the critic knows states only. @param out [steps, A] */
  actionValues?(batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array): void;
  /** Learns from a batch of training; absent where there is nothing to learn. */
  learn?(batch: TrajectoryBatch, at: FrozenPolicy): void;
  /** Fits itself anew to a batch, for batches to come; only with the fit "earlier-batch". */
  remember?(batch: TrajectoryBatch, at: FrozenPolicy): void;
  /** Its V as a table, as it is now. # [T + 1, S] */
  table(at: FrozenPolicy): Float64Array;
  /** Its Q as a table, as it is now; present where `actionValues` is. # [T, S, A] */
  actionTable?(at: FrozenPolicy): Float64Array;
  /** Not given where there is nothing to fit. */
  readonly fit?: Fit;
  /** True where the values are those of the current policy. */
  readonly exact?: boolean;
}

/** A rule that turns trajectories into an estimate of the gradient. */
export interface Estimator {
  readonly stateWeight: StateWeight;
  /** Whether its expectation is the gradient of the objective (what a z-test holds it to). */
  readonly unbiased: boolean;
  /** Fewest trajectories for which the estimate is defined. */
  readonly minimumBatch: number;
  /** Batches that one estimate takes, handed over one by one; the last call writes it. 1 if not given. */
  readonly batches?: number;
  /** The form of a single trajectory's estimate, where its exact moments follow from it. */
  readonly form?: EstimatorForm;
  /** What its exact moments follow from, where that is another estimator with the same mean. */
  readonly derived?: Derived;
  /**
   * Whether the estimate of a batch is the mean of the estimates of its trajectories, each taken as a batch of its
   * own; or, where trajectories share their first states, of its groups. So it is with a form that is independent.
   */
  readonly separable?: boolean;
  /**
   * Writes the estimate.
   * @param out [P]
   * @param random draws of the estimator's own, where it needs any
   */
  estimate(batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array, random: Random): void;
  /**
   * Takes in a batch for the estimates to come, after its own estimate: the next batches are independent of it.
   * Called along training for the agent's estimator. Called in a probe for the probe's estimators, with a batch
   * of its own before the first replicate and with every replicate's after that.
   */
  remember?(batch: TrajectoryBatch, at: FrozenPolicy): void;
  /** Forgets what it remembers, before the first replicate of a cell: a cell depends on no other. */
  forget?(): void;
}

/** An estimator made of another one, with the same mean and a total variance that follows. */
export interface Derived {
  readonly from: Estimator;
  /** @param variance total variance of the other @param meanSquare ‖E ĝ‖² */
  totalVariance(variance: number, meanSquare: number): number;
}

/**
 * An estimator that is, for one trajectory, X = Σ_t c_t ψ_t (Y_t − b_t(s_t)), c_t = γᵗ or 1:
 * - "to-go": Y_t = r_t + γ Y_{t+1};
 * - "gae": Y_t = δ_t + γλ Y_{t+1}, δ_t = r_t + γ V_{t+1}(s_{t+1}) − V_t(s_t), with V the table `values`, b = 0;
 * - "lambda-return": the λ-return, which is that of "gae" plus V_t(s_t);
 * - "total": Y_t = R, the return from the start, c_t = 1, and b = b_0(s_0);
 * - "action-value": Y_t = Q_t(s_t, a_t), the table `actionValues`;
 * - "all-action": X = Σ_t c_t Σ_a ∇π(a|s_t) Q_t(s_t, a) with the table `actionValues`.
 */
export interface EstimatorForm {
  readonly kind: "total" | "to-go" | "gae" | "lambda-return" | "action-value" | "all-action";
  /** λ of "gae" and "lambda-return". */
  readonly lambda?: number;
  /** How the trajectories of a batch meet: a plain mean, or minus R̄ (of the others, or of all) times their scores. */
  readonly across: "independent" | "leave-one-out" | "batch-mean";
  /** The fixed b_t(s), or V_t(s) of "gae" and "lambda-return"; zero if not given. # [T + 1, S] */
  values?(at: FrozenPolicy): Float64Array;
  /** The fixed Q_t(s, a) of "action-value" and "all-action"; the exact one if not given. # [T, S, A] */
  actionValues?(at: FrozenPolicy): Float64Array;
}

/** Writes the weight of every step's score in the sum over a batch. @param out [steps] */
export type Weighting = (batch: TrajectoryBatch, at: FrozenPolicy, out: Float64Array) => void;

/** Moves θ uphill, in place. @param theta [P] @param gradient [P] */
export type Optimizer = (theta: Float64Array, gradient: Float64Array) => void;

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
