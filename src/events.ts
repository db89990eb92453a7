import type { Forecast } from "./statistics/alignment/alignment-forecast.ts";
import type { CellBias } from "./statistics/cell-bias.ts";

/** What a run emits, in order: the only things that reach the store. All of it can cross a thread. */
export type RunEvent =
  | IterationEvent
  | ProbeEvent
  | MomentsEvent
  | EstimatesEvent
  | TargetEvent
  | ForecastEvent
  | DiagnosticsEvent
  | LandscapeEvent;

/**
 * One θ of training: figures of it, of a batch that was drawn with it and of the update that followed. The last θ, after
 * all updates, has an event of its own: the batch that the next update would have had.
 */
export interface IterationEvent {
  readonly type: "iteration";
  /** Updates of θ before. */
  readonly iteration: number;
  /** Environment steps that updates have taken so far, this one included; the batch at the last θ is not counted. */
  readonly envSteps: number;
  /** Mean over the batch of the discounted return Σ γᵗ r_t. */
  readonly meanReturn: number;
  /** Mean over the batch of the undiscounted return Σ r_t … */
  readonly episodeReturn: number;
  /** … and of the number of steps of a trajectory. */
  readonly episodeLength: number;
  /** J(θ) by dynamic programming; null where the model is unknown. */
  readonly exactReturn: number | null;
  /** Norm of the estimate that the optimizer was given; not finite if θ was left as it was; null at the last θ. */
  readonly gradientNorm: number | null;
}

/** Whether θ was left as it was, because the estimate was not finite. */
export const isSkipped = ({ gradientNorm }: Pick<IterationEvent, "gradientNorm">): boolean =>
  gradientNorm !== null && !Number.isFinite(gradientNorm);

/** A probe begins: θ is frozen and the truth at it is known. */
export interface ProbeEvent {
  readonly type: "probe";
  readonly iteration: number;
  readonly theta: Float64Array; // [P]
  /** Mean and deviation by which the policy normalizes observations; empty if it does not. # [2, O] */
  readonly normalizer: Float64Array;
  /** null where no truth is known (an environment without a model). */
  readonly truth: Truth | null;
}

/** The gradient that estimates are compared with. */
export interface Truth {
  readonly discount: number;
  readonly horizon: number;
  readonly stateWeight: string;
  /** How it was found: "exact" (a computation), or "reference" (an average over many other trajectories). */
  readonly method: "exact" | "reference";
  /** J(θ). */
  readonly value: number;
  readonly norm: number;
  /** Square root of the trace of the gradient's covariance; 0 if it is exact. */
  readonly standardError: number;
  /** About the rounding error of an exact gradient, as a norm; null where it is not known. */
  readonly rounding: number | null;
  /** Of a reference: the mean cosine of two of its halves. */
  readonly splitHalfCosine?: number;
  /** Why it is no truth (`truthNoise`): then nothing is compared with it; null if it is one. */
  readonly noise: string | null;
  readonly gradient: Float64Array; // [P]
}

/** The exact moments of one estimator at one batch size, without any sampling; only where they can be had. */
export interface MomentsEvent {
  readonly type: "moments";
  readonly iteration: number;
  readonly estimator: string;
  /** Trajectories behind one estimate. */
  readonly batchSize: number;
  /** ‖E g − G‖, with g the estimate and G the truth. */
  readonly biasNorm: number;
  /** ‖E g‖. */
  readonly meanNorm: number;
  /** cos(E g, G); NaN if E g = 0, or where G is no truth. */
  readonly cosine: number;
  /** The angle between E g and G, in degrees; NaN where the cosine is. */
  readonly turnedBy: number;
  /** E g·G/‖G‖²; NaN where G is no truth. */
  readonly scaledBy: number;
  /** Trace of the covariance of g. */
  readonly totalVariance: number;
  /** Variance of g·E g/‖E g‖, its part along the mean; null where it is not known exactly. */
  readonly parallelVariance: number | null;
  /** Its parts from what happens beside the actions, from actions and from states, each within its own step … */
  readonly trajectoryVariance: number | null;
  readonly actionVariance: number | null;
  readonly stateVariance: number | null;
  /** … and from covariances between steps: what is left. null where the parts are not known. */
  readonly stepCovariance: number | null;
  /** Part of the total variance that rounding may have made: an estimate, at most 1e-6; of ‖E g‖² or ‖G‖² where that is 0. */
  readonly rounding: number;
  /** Dynamic programming over moments, a sum over all batches that can happen, or integrals over an action. */
  readonly method: "recursion" | "enumeration" | "integration";
}

/**
 * One cell of a probe: all replicates of one estimator at one batch size, R of them, in columns. Those of numbers are
 * views of one buffer.
 */
export interface EstimatesEvent {
  readonly type: "estimates";
  readonly iteration: number;
  readonly estimator: string;
  /** Trajectories behind one estimate: of all its batches, where it takes several. */
  readonly batchSize: number;
  readonly replicates: number;
  /** Environment steps of the trajectories behind each estimate. # [R] */
  readonly envSteps: Float64Array;
  /** Columns of the table `estimate`; NaN stands for "not defined" and becomes NULL. # [R] each */
  readonly norm: Float64Array;
  readonly dotTruth: Float64Array;
  readonly cosine: Float64Array;
  readonly squaredError: Float64Array;
  readonly squaredDeviation: Float64Array;
  readonly directionDeviation: Float64Array;
  /** 1 where every coordinate is finite. # [R] */
  readonly finite: Uint8Array;
  /** The bias of the finite ones, with intervals; undefined where there are none, or no truth is known yet. */
  readonly bias?: CellBias | undefined;
  /** The estimates themselves. # [R, P] */
  readonly gradients: Float64Array;
}

/** The batch that a mean alignment of 0.9 asks for, by all cells of an estimator in a probe. */
export interface ForecastEvent extends Forecast {
  readonly type: "forecast";
  readonly iteration: number;
  readonly estimator: string;
}

/** What the estimates of a cell are really estimates of, where that is not ∇J, and how the cell compares with it. */
export interface TargetEvent {
  readonly type: "target";
  readonly iteration: number;
  readonly estimator: string;
  readonly batchSize: number;
  readonly name: string;
  readonly norm: number;
  /** Square root of the trace of its covariance; 0 if it is exact. */
  readonly standardError: number;
  /** Its cosine with ∇J; NaN where that is unknown. */
  readonly cosineTruth: number;
  /** ‖ḡ − target‖, noise included. */
  readonly biasNorm: number;
  readonly cosineOfMean: number;
  readonly gradient: Float64Array; // [P]
}

/** A figure of a probe that belongs to no estimate. */
export interface Diagnostic {
  /** Name of the estimator or of whose critic it is; "agent" for the agent's own. */
  readonly subject: string;
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
}

/** Diagnostics of a probe. */
export interface DiagnosticsEvent {
  readonly type: "diagnostics";
  readonly iteration: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The objective, or a surrogate of it, on a grid of θ + x d₁ + y d₂. All columns are as long. */
export interface LandscapeEvent {
  readonly type: "landscape";
  readonly iteration: number;
  readonly kind: "true" | "surrogate";
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly value: Float64Array;
  readonly standardError: Float64Array;
}
