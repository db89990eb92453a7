import type { Savable } from "../memory/state.ts";

/** Moves θ uphill, in place. @param theta [P] @param gradient [P] */
export interface Optimizer extends Savable {
  (theta: Float64Array, gradient: Float64Array): void;
}
