import { held } from "../../memory/state.ts";
import type { Objective } from "../../problem/objective.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Critic, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
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
  const visits = new Float64Array(states);
  /** Moves every state of a batch towards its return, by the step size or (0) to the mean of all visits. */
  const pass = (batch: TrajectoryBatch, step: number): void => {
    for (let i = 0; i < batch.trajectories; i++) {
      let rest = 0;
      for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) {
        rest = batch.rewards[k] + discount * rest;
        const s = batch.states[k];
        table[s] += (step === 0 ? 1 / ++visits[s] : step) * (rest - table[s]);
      }
    }
  };
  const reset = (): void => {
    table.fill(0);
    visits.fill(0);
  };
  return fitted(
    tabular(table, horizon, {
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
