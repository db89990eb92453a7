import type { Objective } from "../../problem/objective.ts";
import type { Critic, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { actionTabular } from "./action-table.ts";
import { averagedReturns } from "./averaged-returns.ts";

/**
 * Every-visit Monte Carlo of action values: Q(s_t,a_t) += α (G_t − Q(s_t,a_t)), with the return as it was seen,
 * truncated or not. Fitted to one batch, Q(s,a) is the mean of the returns from (s,a) in it, and 0 where there are none.
 *
 * Source: Sutton & Barto (2018), §5.2.
 */
export const monteCarloQ = (
  states: number,
  actions: number,
  { discount, horizon }: Objective,
  learningRate: number,
  fit: Fit = "training",
): Critic => {
  const table = new Float64Array(states * actions);
  const memory = averagedReturns(
    table,
    discount,
    learningRate,
    ({ states, actions: taken }, k) => states[k] * actions + taken[k],
  );
  return fitted(actionTabular(table, actions, horizon, memory), fit);
};
