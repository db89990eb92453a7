import type { Measurement } from "../probe/events.ts";
import type { UpdateFigures } from "../updates/update.ts";

/** What a run emits, in order: the only things that reach the store. All of it can cross a thread. */
export type RunEvent = IterationEvent | EvaluationEvent | StateEvent | Measurement;

/**
 * All that training holds at one θ, after what is measured there and before its batch is drawn. The state after the last
 * update is what a longer run goes on from; a checkpoint is one on the way there, from which the run itself goes on when it
 * is ended from outside.
 */
export interface StateEvent {
  readonly type: "state" | "checkpoint";
  /** Updates of θ before. */
  readonly iteration: number;
  /** See `encodeState`. */
  readonly state: string;
}

/**
 * One θ of training: figures of it, of a batch that was drawn with it and of the update that followed. The last θ, after
 * all updates, has an event of its own: the batch that the next update would have had.
 */
export interface IterationEvent extends EpisodeFigures {
  readonly type: "iteration";
  /** Updates of θ before. */
  readonly iteration: number;
  /** Environment steps that updates have taken so far, this one included; the batch at the last θ is not counted. */
  readonly envSteps: number;
  /** J(θ) by dynamic programming; null where the model is unknown, not finite where it overflows. */
  readonly exactReturn: number | null;
  /** Norm of the estimate that the optimizer was given; not finite if θ was left as it was; null at the last θ. */
  readonly gradientNorm: number | null;
  /** What the update tells of itself besides; null where it tells nothing, and at the last θ. */
  readonly figures: UpdateFigures | null;
}

/** Undiscounted returns of whole episodes at one θ, from which nothing is learned. */
export interface EvaluationEvent {
  readonly type: "evaluation";
  /** Updates of θ before. */
  readonly iteration: number;
  /** Environment steps of training before. */
  readonly envSteps: number;
  readonly episodes: number;
  readonly deterministic: boolean;
  readonly mean: number;
  /** Sample standard deviation; null of a single episode. */
  readonly deviation: number | null;
  readonly min: number;
  readonly max: number;
  /** Mean number of steps. */
  readonly length: number;
}

/**
 * The episodes behind an event: the trajectories of its batch; or, where it has steps of lanes, those that ended in it. All
 * but their number is null where none did.
 */
export interface EpisodeFigures {
  readonly episodes: number;
  /** Mean discounted return Σ γᵗ r_t. */
  readonly meanReturn: number | null;
  /** Mean, … */
  readonly episodeReturn: number | null;
  /** … smallest … */
  readonly returnMin: number | null;
  /** … and largest undiscounted return Σ r_t. */
  readonly returnMax: number | null;
  /** Mean number of steps. */
  readonly episodeLength: number | null;
}

/** Whether θ was left as it was, because the estimate was not finite. */
export const isSkipped = ({ gradientNorm }: Pick<IterationEvent, "gradientNorm">): boolean =>
  gradientNorm !== null && !Number.isFinite(gradientNorm);
