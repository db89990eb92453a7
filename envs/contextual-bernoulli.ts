import { z } from "zod";
import { finiteEnvironment } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

const context = z.strictObject({
  features: z.array(z.number()).min(1).describe("Features x of the context; the same number in all."),
  weight: z.number().positive().default(1).describe("How often it is met, relative to the others."),
  reward: z.tuple([z.number(), z.number()]).describe("Mean reward of action 0 and of action 1."),
});

/**
 * One step: a context is drawn, the action is one bit y, and its reward ends the trajectory. With expected
 * rewards this is the setting of the Bernoulli estimators: f(y) given exactly, no noise but that of y.
 */
export const contextualBernoulli = environmentKind({
  summary: "one-step choice of a bit, given the features of a context",
  options: z
    .strictObject({
      contexts: z.array(context).min(1).describe("The contexts; context s is state s."),
      rewards: z
        .enum(["bernoulli", "expected"])
        .default("bernoulli")
        .describe("Whether a reward is 0 or 1 with the given mean, or the mean itself."),
    })
    .superRefine(({ contexts, rewards }, issues) => {
      for (const [s, { features, reward }] of contexts.entries()) {
        const complain = (key: string, message: string) =>
          issues.addIssue({ code: "custom", path: ["contexts", s, key], message });
        const expected = contexts[0].features.length;
        if (features.length !== expected) {
          complain("features", `${features.length} features, expected ${expected} as in the first context`);
        }
        if (rewards === "bernoulli" && reward.some((mean) => mean < 0 || mean > 1)) {
          complain("reward", "expected probabilities of success, 0 to 1 (or set rewards: expected)");
        }
      }
    }),
  create({ contexts, rewards }) {
    const total = contexts.reduce((sum, { weight }) => sum + weight, 0);
    return finiteEnvironment("contextual-bernoulli", {
      states: contexts.length,
      actions: 2,
      initial: contexts.map(({ weight }) => weight / total),
      features: Float64Array.from(contexts.flatMap(({ features }) => features)),
      outcomes(state, action) {
        const mean = contexts[state].reward[action];
        if (rewards === "expected") return [[1, state, mean, true]];
        return [
          [mean, state, 1, true],
          [1 - mean, state, 0, true],
        ];
      },
    });
  },
});
