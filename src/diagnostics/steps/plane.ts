import { dot } from "../../linear-algebra/vectors.ts";
import type { Random } from "../../random.ts";
import { normal } from "../../random.ts";

/** Two directions of length 1, at right angles. */
export interface Plane {
  readonly along: Float64Array; // [P]
  /** undefined where θ has one parameter. # [P] */
  readonly across: Float64Array | undefined;
}

/**
 * The direction of a step, and one drawn at random from those at right angles to it, all alike.
 * @returns undefined for a step that is zero or not finite
 */
export const planeOf = (step: Float64Array, random: Random): Plane | undefined => {
  const along = normalized(step);
  if (along === undefined) return undefined;
  if (step.length === 1) return { along, across: undefined };
  const drawn = step.map(() => normal(random));
  for (let again = 0; again < 2; again++) {
    // the second time takes off what rounding left
    const overlap = dot(drawn, along);
    for (let j = 0; j < drawn.length; j++) drawn[j] -= overlap * along[j];
  }
  return { along, across: normalized(drawn) };
};

const normalized = (vector: Float64Array): Float64Array | undefined => {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 && Number.isFinite(length) ? vector.map((x) => x / length) : undefined;
};
