import type { Memory } from "../memory/memory.ts";
import type { StateWeight } from "../problem/objective.ts";
import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

export type EstimatorMemory = Memory<[batch: TrajectoryBatch, point: Point]>;

/** A rule that turns trajectories into an estimate of the gradient. */
export interface Estimator {
  readonly stateWeight: StateWeight;
  /** Whether its expectation is the gradient of the objective (what a z-test holds it to). */
  readonly unbiased: boolean;
  /** Fewest trajectories for which the estimate is defined. */
  readonly minimumBatch: number;
  /** What the number of trajectories must be a multiple of; 1 if not given. */
  readonly batchMultiple?: number;
  /** Batches that one estimate takes, handed over one by one; the last call writes it. 1 if not given. */
  readonly batches?: number;
  /** Present where the estimate is a weighted sum of scores and nothing else: what several estimators can share. */
  readonly weighting?: SharedWeighting;
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
   * "mean": the estimate of a batch is the mean of those of its sets of `batchMultiple` trajectories, which are
   * independent; what is separable is a mean without this. "nearly-mean": it has the mean of those of its parts, and the
   * variance of their mean but for terms of order 1/n², as where the mean of the others is subtracted. Not given
   * otherwise: then nothing is known of larger batches, which is also what whatever wraps an estimator says.
   */
  readonly batchLaw?: "mean" | "nearly-mean";
  /**
   * Present where the estimate of an endless batch follows from the mean of another estimator's estimates by a rule,
   * which is drawn where it is random: a clipped or masked gradient is the truth, clipped or masked.
   */
  readonly limit?: {
    readonly of: Estimator;
    change(mean: Float64Array, point: Point, random: Random): void;
  };
  /** What it is on a problem of one step with Gaussian actions, where its exact moments follow from that. */
  readonly onOneStep?: {
    readonly kind: "pathwise" | "measure-valued" | "antithetic";
    /** Trajectories that a single estimate takes, of which that of a batch is the mean. */
    readonly trajectories: number;
  };
  /**
   * "antithetic": it draws one uniform v for each bit of a one-step trajectory, and its estimate is linear in every v
   * between 0, the place (1 − P(b_i))/P(b_i) where an antithetic bit flips, and 1.
   */
  readonly noise?: "antithetic";
  /**
   * Present where it draws its own trajectories, as many as the batch has, and reads nothing else of the batch; with
   * the environment steps that the last estimate took.
   */
  readonly simulates?: { readonly steps: number };
  /** Present where it is the exact gradient of the objective, which must be known then. */
  readonly isTruth?: true;
  /** What it is an estimate of, where that is not the gradient of the objective. */
  readonly target?: Estimand;
  /**
   * Writes the estimate.
   * @param out [P]
   * @param random draws of the estimator's own, where it needs any
   */
  estimate(batch: TrajectoryBatch, point: Point, out: Float64Array, random: Random): void;
  /**
   * What it learns from batches for the estimates to come: updated with each batch after its own estimate, as the next
   * batches are independent of it. So it is along training for the agent's estimator; and in a probe for the others,
   * which are fitted to a batch of its own before the first replicate of a cell, so that a cell depends on no other.
   */
  readonly memory?: EstimatorMemory;
}

/** The expectation of an estimator that is no estimate of ∇J, e.g. the gradient of a smoothed objective. */
export interface Estimand {
  /** What it is, in a few words. */
  readonly name: string;
  /** Writes it, at the current θ. @returns its standard error as a norm, 0 if it is exact @param out [P] */
  gradient(point: Point, out: Float64Array): number;
}

/** An estimator made of another one, with the same mean and a total variance that follows. */
export interface Derived {
  readonly from: Estimator;
  /** Linear in both. @param variance total variance of the other @param meanSquare ‖E ĝ‖² */
  totalVariance(variance: number, meanSquare: number): number;
  /** The variance along E ĝ, where it follows from that of the other alone. */
  parallelVariance?(variance: number): number;
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
  /**
   * The fixed b_t(s), or V_t(s) of "gae" and "lambda-return"; zero if not given. # [T + 1, S]; in linear-quadratic
   * problems, where they are quadratics of the state, their coefficients. # [T + 1, 1 + D + D²]
   */
  values?(point: Point): Float64Array;
  /** The fixed Q_t(s, a) of "action-value" and "all-action"; the exact one if not given. # [T, S, A] */
  actionValues?(point: Point): Float64Array;
}

/** ĝ = Σ_k w_k ∇θ log π(a_k|s_k), divided by the trajectories or by the steps of the batch. */
export interface SharedWeighting {
  readonly weigh: Weighting;
  readonly per: "trajectories" | "steps";
}

/** Writes the weight of every step's score in the sum over a batch. @param out [steps] */
export type Weighting = (batch: TrajectoryBatch, point: Point, out: Float64Array) => void;

/** Trajectories behind one estimate from batches of n: more than n where it takes several batches. */
export const trajectoriesBehind = ({ batches = 1 }: Pick<Estimator, "batches">, n: number): number =>
  batches * n;

/** How an estimate depends on its batch, as far as it is known: see `Estimator.batchLaw`. */
export const batchLawOf = ({ separable, form, batchLaw }: Estimator): "mean" | "nearly-mean" | undefined => {
  if (separable ?? form?.across === "independent") return "mean";
  return form?.across === "leave-one-out" ? "nearly-mean" : batchLaw;
};
