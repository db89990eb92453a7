import { z } from "zod";
import type { Environment } from "../../envs/contract/environment.ts";
import { requireContinuous, requireDiscrete } from "../../envs/contract/environment.ts";
import { exactValues } from "./exact/exact-values.ts";
import { featureOptions, featuresOf } from "./features/index.ts";
import { fitOption } from "./fitted.ts";
import { horizonOption, withHorizon } from "./horizon.ts";
import type { CriticKind } from "./kind.ts";
import { linear } from "./linear/linear.ts";
import { linearLstd } from "./linear/linear-lstd.ts";
import { fittedOnPolicy } from "./networks/fitted-on-policy.ts";
import { perceptron } from "./networks/perceptron.ts";
import {
  averagingOptions,
  bootstrapOptions,
  decayOption,
  learningRateOf,
  onlyFor,
  RIDGE,
  ridgeOption,
  sweepsOf,
} from "./options.ts";
import { fixed } from "./tables/fixed.ts";
import { lstd, oneHot } from "./tables/lstd.ts";
import { monteCarlo } from "./tables/monte-carlo.ts";
import { monteCarloQ } from "./tables/monte-carlo-q.ts";
import { sarsa } from "./tables/sarsa.ts";
import { td } from "./tables/td.ts";
import { tdLambda } from "./tables/td-lambda.ts";
import { boostedTrees } from "./trees/boosted-trees.ts";

export type { CriticContext } from "./kind.ts";

const forTable = (environment: Environment, what: string) =>
  requireDiscrete(environment, what, "the critics perceptron and linear");

const statesOf = (environment: Environment, kind: string): number =>
  forTable(environment, `critic "${kind}"`).states;

const table = {
  exact: exactValues,
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
    create(options, { environment, objective }) {
      const states = statesOf(environment, "monte-carlo");
      const critic = monteCarlo(states, objective, learningRateOf(options), options.fit);
      return withHorizon(critic, options.horizon, objective.horizon);
    },
  },
  td: {
    summary: "table of states, TD(0)",
    options: bootstrapOptions,
    create(options, { environment, objective }) {
      const states = statesOf(environment, "td");
      const critic = td(states, objective, options.learningRate, options.fit, sweepsOf(options));
      return withHorizon(critic, options.horizon, objective.horizon);
    },
  },
  "td-lambda": {
    summary: "table of states, TD(λ) with accumulating traces",
    options: bootstrapOptions.extend({ lambda: z.number().min(0).max(1).describe("λ, the decay of traces") }),
    create({ lambda, learningRate, horizon, ...options }, { environment, objective }) {
      const states = statesOf(environment, "td-lambda");
      const critic = tdLambda(states, objective, lambda, learningRate, options.fit, sweepsOf(options));
      return withHorizon(critic, horizon, objective.horizon);
    },
  },
  lstd: {
    summary: "least-squares temporal differences, on features of the states or of observations",
    options: z.strictObject({
      features: z
        .union([z.enum(["one-hot", "environment"]), featureOptions])
        .default("one-hot")
        .describe("φ: one per state, or those of the environment; or { kind: … } of observations"),
      ridge: ridgeOption.default(RIDGE).describe("added to the diagonal of the matrix"),
      fit: fitOption,
      decay: decayOption,
      horizon: horizonOption,
    }),
    create({ features, ridge, fit, decay, horizon }, { environment: any, objective }) {
      onlyFor(fit === "training", "decay", "training", fit, decay);
      if (typeof features === "object") {
        const space = requireContinuous(any, `critic "lstd" with features "${features.kind}"`);
        const chosen = featuresOf(features, space, objective.horizon);
        const critic = linearLstd(chosen, objective, ridge, decay ?? 1, fit);
        return withHorizon(critic, horizon, objective.horizon);
      }
      const environment = forTable(any, `critic "lstd" with features "${features}"`);
      if (features === "environment" && environment.features === undefined)
        throw new RangeError(
          `features "environment" needs features of the states; ${environment.kind} has none`,
        );
      const { states } = environment;
      const φ = (features === "environment" && environment.features) || oneHot(states);
      const critic = lstd(states, φ, objective, ridge, decay ?? 1, fit);
      return withHorizon(critic, horizon, objective.horizon);
    },
  },
  linear,
  perceptron,
  fitted: fittedOnPolicy,
  "boosted-trees": boostedTrees,
  sarsa: {
    summary: "table of states and actions, SARSA; gives action values too",
    options: bootstrapOptions,
    create(options, { environment, objective }) {
      const { states, actions } = forTable(environment, 'critic "sarsa"');
      const critic = sarsa(states, actions, objective, options.learningRate, options.fit, sweepsOf(options));
      return withHorizon(critic, options.horizon, objective.horizon);
    },
  },
  "monte-carlo-q": {
    summary: "table of states and actions, every-visit Monte Carlo; gives action values too",
    options: averagingOptions,
    create(options, { environment, objective }) {
      const { states, actions } = forTable(environment, 'critic "monte-carlo-q"');
      const critic = monteCarloQ(states, actions, objective, learningRateOf(options), options.fit);
      return withHorizon(critic, options.horizon, objective.horizon);
    },
  },
} satisfies Record<string, CriticKind>;

/** Named, so that types built from it stay short. */
export interface Critics extends Readonly<typeof table> {}

/** The table of critics: its keys are the choices of `critic.kind`. */
export const critics: Critics = table;
