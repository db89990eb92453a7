import { z } from "zod";
import { finiteEnvironment } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

/** One state, one step: arm a pays 1 with its probability of success, else 0, and the trajectory ends. */
export const bernoulliBandit = environmentKind({
  summary: "one-step bandit whose arms pay 1 or 0",
  options: z.strictObject({
    arms: z.array(z.number().min(0).max(1)).min(1).describe("Probability of success of each arm."),
  }),
  create: ({ arms }) =>
    finiteEnvironment("bernoulli-bandit", {
      states: 1,
      actions: arms.length,
      initial: [1],
      outcomes: (_, arm) => [
        [arms[arm], 0, 1, true],
        [1 - arms[arm], 0, 0, true],
      ],
    }),
});
