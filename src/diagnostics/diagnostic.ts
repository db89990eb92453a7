import type { Point } from "../problem/point.ts";

/** A figure, NaN where it is not defined; its error is 0 where nothing was sampled, and NaN where none is known. */
export type Measured = Pick<Diagnostic, "value" | "standardError">;

/** What the random streams of a diagnostic are for: the beginning of their keys. */
export type StreamKey = readonly (string | number)[];

/** @throws RangeError, naming what was asked for, where another policy acts than the one that is measured */
export const needOnPolicy = (point: Point, what: string): void => {
  if (point.problem.offPolicy)
    throw new RangeError(`${what} needs trajectories of the policy; the study names a behavior`);
};

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

/** What is drawn over a plane; docs/concepts.md says what each is. */
export type LandscapeKind = "true" | "episode_return" | "surrogate" | "held_out";

/** The objective, or a surrogate of it, on a grid of θ + x d₁ + y d₂. All columns are as long. */
export interface LandscapeEvent {
  readonly type: "landscape";
  readonly iteration: number;
  readonly kind: LandscapeKind;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly value: Float64Array;
  readonly standardError: Float64Array;
  /** How much higher it is than at θ, with the same random numbers. */
  readonly change: Float64Array;
  readonly changeError: Float64Array;
}
