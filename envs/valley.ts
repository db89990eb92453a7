import type { Random } from "../src/random.ts";
import { clip } from "./clip.ts";

const FASTEST = 0.07; // per step
const LEFT = -1.2;
const RIGHT = 0.6;

/** Writes a first state of the car (x, v): at rest, somewhere near the bottom. @param state [2] */
export const park = (state: Float64Array, random: Random): void => {
  state[0] = -0.6 + 0.2 * random.next();
  state[1] = 0;
};

/**
 * Moves the car by one step in the valley of height sin 3x: v ← v + push − 0.0025 cos 3x, then x ← x + v, both
 * clipped. The left wall stops it.
 *
 * @param state [2], in place @param push change of velocity by the engine
 */
export const drive = (state: Float64Array, push: number): void => {
  const velocity = clip(state[1] + (push - 0.0025 * Math.cos(3 * state[0])), -FASTEST, FASTEST);
  const position = clip(state[0] + velocity, LEFT, RIGHT);
  state[0] = position;
  state[1] = position === LEFT && velocity < 0 ? 0 : velocity;
};
