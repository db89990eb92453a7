import { z } from "zod";
import { finiteEnvironment, MAX_OUTCOMES } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

/**
 * A row of cells. Action 1 moves right, action 0 left; the left end is a wall. Reaching the right end gives
 * reward 1 and ends the trajectory, so the right end is the only state where nothing can be done.
 */
export const corridor = environmentKind({
  summary: "row of cells: walk to the right end",
  options: z
    .strictObject({
      length: z
        .int()
        .min(2)
        .max(MAX_OUTCOMES / 4) // two actions of two outcomes
        .default(10)
        .describe("Number of cells, the right end included."),
      start: z.int().min(0).default(0).describe("Cell of the first state; 0 is the left end."),
      slip: z.number().min(0).max(1).default(0).describe("Probability that a move goes the opposite way."),
      stepReward: z.number().default(0).describe("Reward of every step that does not reach the right end."),
    })
    .refine(({ start, length }) => start < length - 1, {
      path: ["start"],
      error: "expected a cell left of the right end (less than length − 1)",
    }),
  create({ length, start, slip, stepReward }) {
    const end = length - 1;
    return finiteEnvironment("corridor", {
      states: length,
      actions: 2,
      initial: Array.from({ length }, (_, state) => (state === start ? 1 : 0)),
      outcomes(state, action) {
        if (state === end) return [[1, end, 0, true]];
        const move = (toRight: boolean) => (toRight ? state + 1 : Math.max(0, state - 1));
        const landing = (probability: number, next: number) =>
          [probability, next, next === end ? 1 : stepReward, next === end] as const;
        return [landing(1 - slip, move(action === 1)), landing(slip, move(action === 0))];
      },
    });
  },
});
