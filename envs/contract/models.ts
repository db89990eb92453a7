/** What is known of environments and policies. Shapes as in types.ts: D numbers of a state, K of an action. */

/**
 * A finite Markov decision process, compiled: the outcomes of (s, a) are the rows
 * `start[s·A + a] … start[s·A + a + 1]` of `probability`, `next`, `reward` and `terminated`.
 */
export interface FiniteModel {
  readonly kind?: undefined;
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
 * x' = A x + B u + w, w ~ N(0, diag(noise²)), with the reward −(yᵀQy + uᵀRu); y is x' or x. The first state is
 * N(start, diag(startDeviation²)).
 */
export interface LinearQuadraticModel {
  readonly kind: "linear-quadratic";
  readonly A: Float64Array; // [D, D]
  readonly B: Float64Array; // [D, K]
  /** Symmetric. # [D, D] */
  readonly Q: Float64Array;
  /** Symmetric. # [K, K] */
  readonly R: Float64Array;
  /** Standard deviation of the noise in each coordinate. # [D] */
  readonly noise: Float64Array;
  readonly start: Float64Array; // [D]
  readonly startDeviation: Float64Array; // [D]
  /** The state y that is paid for: the one that the action leads to, or the one it is taken in. */
  readonly costOn: "next-state" | "current-state";
}

/** One step from the only state, which pays f(u): its expectations under a Gaussian u are integrals. */
export interface OneStepModel {
  readonly kind: "one-step";
  /** f(u). @param action [K] */
  value(action: Float64Array): number;
  /** Writes ∂f/∂u. @param action [K] @param out [K] */
  gradient(action: Float64Array, out: Float64Array): void;
  /**
   * Present where f = −c‖u − z‖² + d, with closed moments in any dimension.
   * Where it is absent the action has one coordinate and quadrature is used.
   */
  readonly quadratic?: { readonly center: Float64Array; readonly scale: number; readonly offset: number };
}

/** Derivatives of one step at given noise: s' = h(s, a, w), r = r(s, a, w), with w held. */
export interface StepSlopes {
  /**
   * Writes the slopes of the step from `state` with `action`, which led to `next`.
   * @param out `state` ∂s'/∂s [D, D], `action` ∂s'/∂a [D, K], `rewardState` ∂r/∂s [D], `rewardAction` ∂r/∂a [K];
   *   r is taken as a function of s and a only, so that where it depends on s' the chain rule is included
   */
  at(state: Float64Array, action: Float64Array, next: Float64Array, out: Slopes): void;
}

/** Where `StepSlopes` writes: the Jacobians of one step, row-major. D numbers of a state, K of an action. */
export interface Slopes {
  readonly state: Float64Array; // [D, D]
  readonly action: Float64Array; // [D, K]
  readonly rewardState: Float64Array; // [D]
  readonly rewardAction: Float64Array; // [K]
}

/** Numbered actions 0 … count − 1, or vectors of `size` real numbers. */
export type ActionSpace =
  | { readonly count: number; readonly size?: undefined }
  | {
      readonly size: number;
      readonly count?: undefined;
      /** Where actions have an effect of their own, for who wants to keep within; the environment takes others too. # [K] each */
      readonly limits?: { readonly low: readonly number[]; readonly high: readonly number[] };
    };
