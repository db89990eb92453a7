import type { Objective } from "../../problem/objective.ts";
import type { Critic, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { averagedReturns } from "./averaged-returns.ts";
import { tabular } from "./table.ts";

/**
 * Every-visit Monte Carlo: V(s_t) += α (G_t − V(s_t)), with the return as it was seen, truncated or not. Fitted to
 * one batch, V(s) is the mean of the returns from s in it, and 0 where s was not visited.
 *
 * Source: Sutton & Barto (2018), §5.1 and equation 6.1.
 */
export const monteCarlo = (
  states: number,
  { discount, horizon }: Objective,
  learningRate: number,
  fit: Fit = "training",
): Critic => {
  const table = new Float64Array(states);
  const memory = averagedReturns(table, discount, learningRate, ({ states }, k) => states[k]);
  return fitted(tabular(table, horizon, memory), fit);
};
