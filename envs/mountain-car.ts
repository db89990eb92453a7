import { z } from "zod";
import { continuousKind } from "./kind.ts";
import { singlePrecision } from "./single-precision.ts";
import { drive, park } from "./valley.ts";

const GOAL = 0.5; // position

/**
 * MountainCar-v0 of Gymnasium: an engine too weak for the hill. State (x, v); actions 0, 1 and 2 push to the left,
 * not at all, and to the right. Every step pays −1; reaching the goal ends it. The usual horizon is 200.
 *
 * Source: Moore (1990), Efficient memory-based learning for robot control, PhD thesis, University of Cambridge.
 */
export const mountainCar = continuousKind({
  summary: "MountainCar-v0: rock a weak car up a hill; usual horizon 200",
  options: z.strictObject({
    force: z.number().positive().default(0.001).describe("Change of velocity that a push makes in a step."),
    goalVelocity: z.number().default(0).describe("Least velocity at which the goal counts as reached."),
  }),
  create: ({ force, goalVelocity }) => ({
    kind: "mountain-car",
    stateSize: 2,
    observationSize: 2,
    action: { count: 3 },
    reset: park,
    step(state, action, _random, outcome) {
      drive(state, (action[0] - 1) * force);
      outcome.reward = -1;
      outcome.terminated = state[0] >= GOAL && state[1] >= goalVelocity;
    },
    observe: singlePrecision,
  }),
});
