import { z } from "zod";
import { finiteEnvironment } from "./finite-environment.ts";
import { carriedOut, down, left, neighbor, right, up } from "./grid.ts";
import { environmentKind } from "./kind.ts";

const ROWS = 4;
const COLUMNS = 12;
const START = 36;
const GOAL = 47; // the cliff is all cells between start and goal

const directions = [up, right, down, left];

/**
 * CliffWalking-v1 of Gymnasium (Sutton & Barto 2018, example 6.6): reward −1 per step, the last one
 * included; stepping off the cliff costs 100 and leads back to the start. Actions: 0 up, 1 right, 2 down,
 * 3 left. State = 12 · row + column.
 */
export const cliffWalking = environmentKind({
  summary: "4 by 12 grid: walk along a cliff to the goal (Gymnasium CliffWalking-v1)",
  options: z.strictObject({
    slippery: z
      .boolean()
      .default(false)
      .describe("Whether a move goes to either side with probability 1/3 each instead of straight on."),
  }),
  create({ slippery }) {
    return finiteEnvironment("cliff-walking", {
      states: ROWS * COLUMNS,
      actions: directions.length,
      initial: Array.from({ length: ROWS * COLUMNS }, (_, state) => (state === START ? 1 : 0)),
      outcomes: (state, action) =>
        carriedOut(action, slippery).map((taken, _, { length }) => {
          const next = neighbor(ROWS, COLUMNS, state, directions[taken]);
          const fell = next > START && next < GOAL;
          return [1 / length, fell ? START : next, fell ? -100 : -1, next === GOAL];
        }),
    });
  },
});
