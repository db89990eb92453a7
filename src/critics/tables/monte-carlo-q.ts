import { held } from "../../memory/state.ts";
import type { Objective } from "../../problem/objective.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import { actionTabular } from "./action-table.ts";

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
  const visits = new Float64Array(states * actions);
  /** Moves every (s,a) of a batch towards its return, by the step size or (0) to the mean of all visits. */
  const pass = (batch: TrajectoryBatch, step: number): void => {
    for (let i = 0; i < batch.trajectories; i++) {
      let rest = 0;
      for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) {
        rest = batch.rewards[k] + discount * rest;
        const row = batch.states[k] * actions + batch.actions[k];
        table[row] += (step === 0 ? 1 / ++visits[row] : step) * (rest - table[row]);
      }
    }
  };
  const reset = (): void => {
    table.fill(0);
    visits.fill(0);
  };
  return fitted(
    actionTabular(table, actions, horizon, {
      ...held({ table, visits }),
      reset,
      update: (batch) => pass(batch, learningRate),
      fit(batch) {
        reset();
        pass(batch, 0);
      },
    }),
    fit,
  );
};
