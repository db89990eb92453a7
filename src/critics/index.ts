import { z } from "zod";
import type { Critic } from "../estimation.ts";
import { isTabular, needFinite } from "../numbered.ts";
import type { Environment, Kind, Objective, Policy } from "../types.ts";
import { exact } from "./exact.ts";
import { exactQuadratic } from "./exact-quadratic.ts";
import { fitOption } from "./fitted.ts";
import { fixed } from "./fixed.ts";
import { lstd, oneHot } from "./lstd.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { monteCarloQ } from "./monte-carlo-q.ts";
import { averagingOptions, bootstrapOptions, learningRateOf, onlyFor, sweepsOf } from "./options.ts";
import { sarsa } from "./sarsa.ts";
import { td } from "./td.ts";
import { tdLambda } from "./td-lambda.ts";

/** What a critic may be made from. */
export interface CriticContext {
  /** Whose values are asked for. */
  readonly policy?: Policy;
  readonly environment: Environment;
  readonly objective: Objective;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type CriticKind = Kind<any, [CriticContext], Critic>;

const statesOf = (environment: Environment, kind: string): number =>
  needFinite(environment, `critic "${kind}"`).states;

const table = {
  exact: {
    summary: "V_t(s) and Q_t(s,a) by dynamic programming, for environments with a model",
    options: z.strictObject({}),
    create(_, { environment, policy }) {
      if (environment.model?.kind === "linear-quadratic") {
        if (policy && !isTabular(policy) && policy.gaussian === undefined)
          throw new RangeError(
            `the exact critic of ${environment.kind} needs a Gaussian policy with a linear mean; got ${policy.kind}`,
          );
        return exactQuadratic;
      }
      if (needFinite(environment, "the exact critic").model === undefined)
        throw new RangeError(`the exact critic needs a model; ${environment.kind} has none`);
      return exact;
    },
  },
  fixed: {
    summary: "table of states that is given and never learns",
    options: z.strictObject({
      values: z.array(z.number()).min(1).describe("V of every state, in the order of the states"),
    }),
    create: ({ values }, { environment, objective: { horizon } }) =>
      fixed(statesOf(environment, "fixed"), horizon, values),
  },
  "monte-carlo": {
    summary: "table of states, every-visit Monte Carlo",
    options: averagingOptions,
    create: (options, { environment, objective }) =>
      monteCarlo(statesOf(environment, "monte-carlo"), objective, learningRateOf(options), options.fit),
  },
  td: {
    summary: "table of states, TD(0)",
    options: bootstrapOptions,
    create: (options, { environment, objective }) =>
      td(statesOf(environment, "td"), objective, options.learningRate, options.fit, sweepsOf(options)),
  },
  "td-lambda": {
    summary: "table of states, TD(λ) with accumulating traces",
    options: bootstrapOptions.extend({ lambda: z.number().min(0).max(1).describe("λ, the decay of traces") }),
    create: (options, { environment, objective }) =>
      tdLambda(
        statesOf(environment, "td-lambda"),
        objective,
        options.lambda,
        options.learningRate,
        options.fit,
        sweepsOf(options),
      ),
  },
  lstd: {
    summary: "least-squares temporal differences on one feature per state or the environment's features",
    options: z.strictObject({
      features: z
        .enum(["one-hot", "environment"])
        .default("one-hot")
        .describe("φ(s): one per state, or those of the environment"),
      ridge: z.number().positive().default(1e-6).describe("added to the diagonal of the matrix"),
      fit: fitOption,
      decay: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe("weight per batch of what was learned earlier along training; 1 (all alike) if not given"),
    }),
    create({ features, ridge, fit, decay }, { environment: any, objective }) {
      const environment = needFinite(any, 'critic "lstd"');
      onlyFor(fit === "training", "decay", "training", fit, decay);
      if (features === "environment" && environment.features === undefined)
        throw new RangeError(
          `features "environment" needs features of the states; ${environment.kind} has none`,
        );
      const { states } = environment;
      const φ = (features === "environment" && environment.features) || oneHot(states);
      return lstd(states, φ, objective, ridge, decay ?? 1, fit);
    },
  },
  sarsa: {
    summary: "table of states and actions, SARSA; gives action values too",
    options: bootstrapOptions,
    create(options, { environment, objective }) {
      const { states, actions } = needFinite(environment, 'critic "sarsa"');
      return sarsa(states, actions, objective, options.learningRate, options.fit, sweepsOf(options));
    },
  },
  "monte-carlo-q": {
    summary: "table of states and actions, every-visit Monte Carlo; gives action values too",
    options: averagingOptions,
    create(options, { environment, objective }) {
      const { states, actions } = needFinite(environment, 'critic "monte-carlo-q"');
      return monteCarloQ(states, actions, objective, learningRateOf(options), options.fit);
    },
  },
} satisfies Record<string, CriticKind>;

/** Named, so that types built from it stay short. */
export interface Critics extends Readonly<typeof table> {}

/** The table of critics: its keys are the choices of `critic.kind`. */
export const critics: Critics = table;
