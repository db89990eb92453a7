import { z } from "zod";
import type { OneStepModel } from "./contract/models.ts";
import { continuousKind } from "./kind.ts";

/** A function of the action, and how many numbers an action has. */
interface Problem {
  readonly size: number;
  readonly model: OneStepModel;
}

/** f(u) = −c‖u − z‖² + d. */
const quadratic = (center: Float64Array, scale: number, offset: number): Problem => ({
  size: center.length,
  model: {
    kind: "one-step",
    quadratic: { center, scale, offset },
    value(action) {
      let square = 0;
      for (let i = 0; i < center.length; i++) square += (action[i] - center[i]) * (action[i] - center[i]);
      return offset - scale * square;
    },
    gradient(action, out) {
      for (let i = 0; i < center.length; i++) out[i] = -2 * scale * (action[i] - center[i]);
    },
  },
});

/** f(u) of one number. */
const scalar = (value: (u: number) => number, slope: (u: number) => number): Problem => ({
  size: 1,
  model: {
    kind: "one-step",
    value: (action) => value(action[0]),
    gradient(action, out) {
      out[0] = slope(action[0]);
    },
  },
});

const problems = {
  quadratic: ({ center = [], offset }: Options) => quadratic(Float64Array.from(center), 1, offset),
  square: ({ k = 0, offset }: Options) => quadratic(Float64Array.of(k), -1, offset),
  bump: ({ k = 0, offset }: Options) =>
    scalar(
      (u) => Math.exp(-k * u * u) + offset,
      (u) => -2 * k * u * Math.exp(-k * u * u),
    ),
  cosine: ({ k = 0, offset }: Options) =>
    scalar(
      (u) => Math.cos(k * u) + offset,
      (u) => -k * Math.sin(k * u),
    ),
};

/** Which of the two options each function takes. */
const parameter = { quadratic: "center", square: "k", bump: "k", cosine: "k" } as const;

const options = z
  .strictObject({
    function: z
      .enum(["quadratic", "square", "bump", "cosine"])
      .describe("Reward of an action u: −‖u − center‖², (u − k)², exp(−k u²) or cos(k u)."),
    center: z
      .array(z.number())
      .min(1)
      .optional()
      .describe("Best action of quadratic; an action has as many numbers."),
    k: z.number().optional().describe("Parameter of square, bump (positive) and cosine."),
    offset: z.number().default(0).describe("Added to every reward."),
  })
  .superRefine((given, issues) => {
    const name = given.function;
    for (const key of ["center", "k"] as const) {
      const complain = (message: string) => issues.addIssue({ code: "custom", path: [key], message });
      if (key !== parameter[name]) {
        if (given[key] !== undefined) complain(`function ${name} takes ${parameter[name]} and no ${key}`);
      } else if (given[key] === undefined) complain(`expected, since function is ${name}`);
    }
    if (name === "bump" && given.k !== undefined && given.k <= 0)
      issues.addIssue({
        code: "custom",
        path: ["k"],
        message: `expected a positive number, as exp(−k u²) is no bump otherwise; got ${given.k}`,
      });
  });

type Options = z.output<typeof options>;

/**
 * One step from the only state, which the policy sees as a constant 1: the action is a vector u of real numbers, its
 * reward f(u) is certain and ends the trajectory. Under a Gaussian policy J, ∇J and the variances of estimators are
 * integrals. `square` has no largest value: it is for measuring at a fixed θ, and training on it runs away.
 *
 * Source: (u − k)², exp(−k u²) and cos(k u) under N(1, 1) are compared by Mohamed, Rosca, Figurnov & Mnih (2020),
 * Monte Carlo gradient estimation in machine learning, §3.
 */
export const oneStep = continuousKind({
  summary: "one-step choice of real numbers that pays a smooth function of them, without noise",
  options,
  create(given) {
    const { size, model } = problems[given.function](given);
    return {
      kind: "one-step",
      stateSize: 1,
      observationSize: 1,
      action: { size },
      model,
      reset(state) {
        state[0] = 1;
      },
      step(_, action, __, outcome) {
        outcome.reward = model.value(action);
        outcome.terminated = true;
      },
      slopes: {
        at(_, action, __, out) {
          out.state[0] = 1; // the state stays
          out.action.fill(0);
          out.rewardState[0] = 0;
          model.gradient(action, out.rewardAction);
        },
      },
    };
  },
});
