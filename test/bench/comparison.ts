import type { Runner } from "./yardsticks.ts";

/** What a ratio is held to: of our time to theirs, or of theirs to ours. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** A program with its arguments, and what it is called in the table. */
export interface Program {
  readonly name: string;
  readonly runner: Runner;
  readonly words: readonly [program: string, ...rest: string[]];
}

/** A program of somebody else, or another one of ours, that does the same work. */
export interface Yardstick extends Program {
  readonly target?: Target;
  /** The ratio that is told where there is no target: of our time to theirs unless this is given. */
  readonly faster?: true;
  /** Where it makes the same draws, or none: how far its numbers may be from ours, relative to them. */
  readonly agrees?: number;
}

/** Programs that are timed in turns. */
export interface Comparison {
  readonly section: string;
  readonly what: string;
  /** What a time is told for, such as a transition. */
  readonly unit: string;
  readonly ours: readonly [program: string, ...rest: string[]];
  readonly against: readonly Yardstick[];
  /** Rounds and passes, where they are so long that fewer must do. */
  readonly rounds?: number;
  readonly passes?: number;
}

/** Whether a ratio, or a figure, is what is wanted. */
export const fulfils = (ratio: number, target: Target): boolean =>
  "atMost" in target ? ratio <= target.atMost : ratio >= target.atLeast;
