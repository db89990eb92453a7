import type { Measurement } from "../probe/events.ts";

/** What a run emits, in order: the only things that reach the store. All of it can cross a thread. */
export type RunEvent = IterationEvent | StateEvent | Measurement;

/** All that training holds after its last update, before the batch at the last θ is drawn: what a longer run goes on from. */
export interface StateEvent {
  readonly type: "state";
  /** Updates of θ before. */
  readonly iteration: number;
  /** See `encodeState`. */
  readonly state: string;
}

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
  /** J(θ) by dynamic programming; null where the model is unknown, not finite where it overflows. */
  readonly exactReturn: number | null;
  /** Norm of the estimate that the optimizer was given; not finite if θ was left as it was; null at the last θ. */
  readonly gradientNorm: number | null;
}

/** Whether θ was left as it was, because the estimate was not finite. */
export const isSkipped = ({ gradientNorm }: Pick<IterationEvent, "gradientNorm">): boolean =>
  gradientNorm !== null && !Number.isFinite(gradientNorm);
