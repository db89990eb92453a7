import { z } from "zod";
import { finiteEnvironment } from "./finite-environment.ts";
import { carriedOut, down, left, neighbor, right, up } from "./grid.ts";
import { environmentKind } from "./kind.ts";

const maps = {
  "4x4": ["SFFF", "FHFH", "FFFH", "HFFG"],
  "8x8": ["SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"],
};

const rows = z
  .array(z.string().regex(/^[SFHG]+$/, "expected only the letters S, F, H and G"))
  .min(1)
  .refine((lines) => lines.every((line) => line.length === lines[0].length), "rows differ in length")
  .refine((lines) => lines.some((line) => line.includes("S")), "no cell S to start from");

const directions = [left, down, right, up];

/**
 * FrozenLake-v1 of Gymnasium: reward 1 on reaching the goal, else 0; holes and the goal end the trajectory.
 * Actions: 0 left, 1 down, 2 right, 3 up. State = row · columns + column.
 */
export const frozenLake = environmentKind({
  summary: "grid of ice: reach the goal without falling into a hole (Gymnasium FrozenLake-v1)",
  options: z.strictObject({
    map: z
      .union([z.enum(["4x4", "8x8"]), rows])
      .default("4x4")
      .describe(
        "Name of a map, or its rows: S start (one is drawn if there are several), F ice, H hole, G goal.",
      ),
    slippery: z
      .boolean()
      .default(true)
      .describe("Whether a move goes to either side with probability 1/3 each instead of straight on."),
  }),
  create({ map, slippery }) {
    const lines = typeof map === "string" ? maps[map] : map;
    const cells = [...lines.join("")];
    const starts = cells.filter((cell) => cell === "S").length;
    return finiteEnvironment("frozen-lake", {
      states: cells.length,
      actions: directions.length,
      initial: cells.map((cell) => (cell === "S" ? 1 / starts : 0)),
      outcomes(state, action) {
        if (cells[state] === "H" || cells[state] === "G") return [[1, state, 0, true]];
        return carriedOut(action, slippery).map((taken, _, { length }) => {
          const next = neighbor(lines.length, lines[0].length, state, directions[taken]);
          return [1 / length, next, cells[next] === "G" ? 1 : 0, cells[next] === "H" || cells[next] === "G"];
        });
      },
    });
  },
});
