import type { Critic } from "../../critics/critic.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import type { Measured } from "../diagnostic.ts";

/** Means over all visited states and times. */
export interface ValueErrors {
  /** Of (V̂ − V^π)². */
  readonly square: Measured;
  /** Of V̂ − V^π. */
  readonly bias: Measured;
}

/** The errors of a table of values, by dynamic programming; undefined where there is no table or no model. */
export const tableErrors = (critic: Critic, point: Point): ValueErrors | undefined => {
  const { solution } = point as DiscretePoint;
  const table = solution && critic.table?.(point as DiscretePoint); // [T + 1, S]
  if (solution === undefined || table === undefined) return undefined;
  const { values, occupancy } = solution;
  let [mass, square, bias] = [0, 0, 0];
  for (let cell = 0; cell < occupancy.length; cell++) {
    const error = table[cell] - values[cell];
    mass += occupancy[cell];
    square += occupancy[cell] * error * error;
    bias += occupancy[cell] * error;
  }
  return {
    square: { value: square / mass, standardError: 0 },
    bias: { value: bias / mass, standardError: 0 },
  };
};
