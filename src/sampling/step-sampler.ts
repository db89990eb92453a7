import type { FiniteEnvironment, Outcome } from "../../envs/contract/environment.ts";
import { ContractError } from "../errors/contract-error.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "../trajectories/batch.ts";
import { BatchBuffer } from "../trajectories/batch.ts";
import { firstAbove, LONG_ROW } from "./first-above.ts";

/** Draws trajectories by calling `reset` and `step`, one uniform for each action. */
export const stepSampler = (
  environment: FiniteEnvironment,
  policy: Float64Array,
  horizon: number,
  actions: Random,
  randomness: Random,
  groupSize = 1,
): Sampler => {
  const batch = new BatchBuffer(groupSize);
  const outcome: Outcome = { reward: 0, terminated: false };
  const A = environment.actions;
  return (trajectories) => {
    batch.begin(trajectories);
    let first = 0;
    for (let i = 0; i < trajectories; i++) {
      let k = batch.reserve(horizon);
      const end = k + horizon;
      if (i % groupSize === 0) first = environment.reset(randomness);
      let state = first;
      outcome.terminated = false;
      while (k < end && !outcome.terminated) {
        const u = actions.next();
        let row = state * A;
        if (A > LONG_ROW) row = firstAbove(policy, row, row + A - 1, u);
        else while (u >= policy[row]) row++;
        const action = row - state * A;
        batch.states[k] = state;
        batch.actions[k] = action;
        state = environment.step(state, action, randomness, outcome);
        if (!(state >= 0 && state < environment.states))
          throw new ContractError([
            `${environment.kind} led to state ${state}; it has ${environment.states}`,
          ]);
        batch.rewards[k] = outcome.reward;
        k++;
      }
      batch.finish(i, k, state, outcome.terminated);
    }
    return batch;
  };
};
