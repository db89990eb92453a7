import { BatchBuffer } from "./batch.ts";
import type { FiniteModel, FrozenPolicy, Random, Sampler, Thresholds } from "./types.ts";

/**
 * Draws trajectories straight from a model's tables: the same draws in the same order as `stepSampler` makes
 * through `reset` and `step`, and so the same trajectories, without a call per step.
 */
export const modelSampler = (
  model: FiniteModel,
  thresholds: Thresholds,
  at: FrozenPolicy,
  horizon: number,
  actionDraws: Random,
  environmentDraws: Random,
): Sampler => {
  const batch = new BatchBuffer();
  const { actions: A, start, next, reward, terminated } = model;
  const { initial: initialThreshold, outcome: outcomeThreshold } = thresholds;
  const onlyStart = model.initial.indexOf(1); // −1 if the first state is random
  const policy = at.cumulative;
  return (trajectories) => {
    batch.begin(trajectories);
    for (let i = 0; i < trajectories; i++) {
      let k = batch.reserve(horizon);
      const { states, actions, rewards } = batch;
      const end = k + horizon;
      let state = onlyStart;
      if (state < 0) {
        const u = environmentDraws.next();
        for (state = 0; u >= initialThreshold[state]; ) state++;
      }
      let over = 0;
      while (k < end && over === 0) {
        const u = actionDraws.next();
        let row = state * A;
        while (u >= policy[row]) row++;
        states[k] = state;
        actions[k] = row - state * A;
        let outcome = start[row];
        if (start[row + 1] - outcome > 1) {
          const v = environmentDraws.next();
          while (v >= outcomeThreshold[outcome]) outcome++;
        }
        rewards[k] = reward[outcome];
        state = next[outcome];
        over = terminated[outcome];
        k++;
      }
      batch.finish(i, k, state, over === 1);
    }
    return batch;
  };
};
