import { z } from "zod";
import type { Critic, Environment, Kind, Objective } from "../types.ts";
import { exact } from "./exact.ts";
import { monteCarlo } from "./monte-carlo.ts";
import { td } from "./td.ts";

/** What a critic may be made from. */
export interface CriticContext {
  readonly environment: Environment;
  readonly objective: Objective;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type CriticKind = Kind<any, [CriticContext], Critic>;

const learning = z.strictObject({
  learningRate: z.number().positive().max(1).default(0.1).describe("step size α of each update"),
});

/** The table of critics: its keys are the choices of `critic.kind`. */
export const critics = {
  exact: {
    summary: "V_t(s) by dynamic programming, for environments with a model",
    options: z.strictObject({}),
    create(_, { environment }) {
      if (environment.model === undefined)
        throw new RangeError(`the exact critic needs a model; ${environment.kind} has none`);
      return exact;
    },
  },
  "monte-carlo": {
    summary: "table of states, every-visit Monte Carlo, learned along training",
    options: learning,
    create: ({ learningRate }, { environment, objective }) =>
      monteCarlo(environment.states, objective, learningRate),
  },
  td: {
    summary: "table of states, TD(0), learned along training",
    options: learning,
    create: ({ learningRate }, { environment, objective }) => td(environment.states, objective, learningRate),
  },
} satisfies Record<string, CriticKind>;
