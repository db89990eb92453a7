import { z } from "zod";
import { clip } from "./clip.ts";
import { continuousKind } from "./kind.ts";
import { singlePrecision } from "./single-precision.ts";
import { drive, park } from "./valley.ts";

const GOAL = 0.45; // position

/**
 * MountainCarContinuous-v0 of Gymnasium: the mountain car with a push a of any size, of which at most 1 takes effect.
 * State (x, v), of float32 numbers after each step. Reaching the goal pays 100 and ends it; every step costs 0.1 a²,
 * of the a that was asked for and not of what took effect. The usual horizon is 999.
 *
 * Source: as `mountain-car`.
 */
export const mountainCarContinuous = continuousKind({
  summary: "MountainCarContinuous-v0: the mountain car with a push of any size; usual horizon 999",
  options: z.strictObject({
    force: z
      .number()
      .positive()
      .default(0.0015)
      .describe("Change of velocity that a push of 1 makes in a step."),
    goalVelocity: z.number().default(0).describe("Least velocity at which the goal counts as reached."),
  }),
  create: ({ force, goalVelocity }) => ({
    kind: "mountain-car-continuous",
    stateSize: 2,
    observationSize: 2,
    action: { size: 1, limits: { low: [-1], high: [1] } },
    reset: park,
    step(state, action, _random, outcome) {
      drive(state, clip(action[0], -1, 1) * force);
      outcome.terminated = state[0] >= GOAL && state[1] >= goalVelocity;
      outcome.reward = (outcome.terminated ? 100 : 0) - 0.1 * (action[0] * action[0]);
      singlePrecision(state, state);
    },
    observe: singlePrecision,
  }),
});
