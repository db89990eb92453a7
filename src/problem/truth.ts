import type { TruthAt } from "./exact.ts";
import type { Point, Problem } from "./point.ts";

/** A way of knowing J and ∇J without sampling. Truths are tried in order; the first that fits is taken. */
export interface Truth {
  /** In a few words, for people. */
  readonly method: string;
  fits(problem: Problem): boolean;
  at(point: Point): TruthAt;
}
