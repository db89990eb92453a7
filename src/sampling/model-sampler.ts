import type { FiniteModel, Thresholds } from "../../envs/contract/models.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "../trajectories/batch.ts";
import { BatchBuffer } from "../trajectories/batch.ts";
import { firstAbove, LONG_ROW } from "./first-above.ts";

/** 1 if u ≥ threshold, else 0: a comparison turned into a number, which costs no branch to mispredict. */
const exceeds = (u: number, threshold: number): number => ((u >= threshold) as unknown as number) | 0;

/**
 * Draws trajectories straight from a model's tables: the same draws in the same order as `stepSampler` makes
 * through `reset` and `step`, and so the same trajectories, without a call per step. For draws of any kind, such as a
 * tape's; `kernelSampler` is quicker.
 */
export const modelSampler = (
  model: FiniteModel,
  thresholds: Thresholds,
  policy: Float64Array,
  horizon: number,
  actionDraws: Random,
  environmentDraws: Random,
  groupSize = 1,
): Sampler => {
  const batch = new BatchBuffer(groupSize);
  const { actions: A, start, next, reward, terminated } = model;
  const { initial: initialThreshold, outcome: outcomeThreshold } = thresholds;
  const onlyStart = model.initial.indexOf(1); // −1 if the first state is random
  return (trajectories) => {
    batch.begin(trajectories);
    let first = onlyStart;
    for (let i = 0; i < trajectories; i++) {
      let k = batch.reserve(horizon);
      const { states, actions, rewards } = batch;
      const end = k + horizon;
      if (onlyStart < 0 && i % groupSize === 0) {
        const u = environmentDraws.next();
        for (first = 0; u >= initialThreshold[first]; ) first++;
      }
      let state = first;
      let over = 0;
      while (k < end && over === 0) {
        const rowOfState = state * A;
        const u = actionDraws.next();
        let row = rowOfState;
        if (A > LONG_ROW) row = firstAbove(policy, rowOfState, rowOfState + A - 1, u);
        else for (let a = rowOfState; a < rowOfState + A - 1; a++) row += exceeds(u, policy[a]);
        states[k] = state;
        actions[k] = row - rowOfState;
        const firstOutcome = start[row];
        const lastOutcome = start[row + 1] - 1;
        let outcome = firstOutcome;
        if (firstOutcome < lastOutcome) {
          const v = environmentDraws.next();
          for (let o = firstOutcome; o < lastOutcome; o++) outcome += exceeds(v, outcomeThreshold[o]);
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
