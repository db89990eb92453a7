import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { LaneHost } from "../../envs/contract/lanes.ts";
import { ContractError } from "../errors/contract-error.ts";
import type { Random } from "../random.ts";
import { BatchBuffer, type Sampler } from "../trajectories/batch.ts";
import { firstAbove } from "./first-above.ts";
import { LANES, lockstepSampler } from "./lockstep-sampler.ts";
import { outsideLanes } from "./outside-lanes.ts";

/**
 * Draws trajectories of numbered states in lanes of the environment's own, one uniform for each action.
 * @param cumulative sums of probabilities over the actions of each state. # [S, A]
 */
export const tableLanes = (
  { kind, states, actions: A }: FiniteEnvironment,
  host: LaneHost,
  cumulative: Float64Array,
  horizon: number,
  actionDraws: Random,
  randomness: Random,
  groupSize = 1,
): Sampler => {
  const lanes = Math.min(LANES, host.sharedCount);
  const use = { lanes, groupSize, carry: false };
  const stepped = outsideLanes(host, { observationSize: 1, action: { count: A } }, randomness, use);
  const act = (seen: Float64Array, rows: number, _: number, draws: Random, out: Float64Array): void => {
    for (let r = 0; r < rows; r++) {
      const row = seen[r] * A;
      out[r] = firstAbove(cumulative, row, row + A - 1, draws.next()) - row;
    }
  };
  const draw = lockstepSampler(
    { stepped, lanes, observationSize: 1, actionSize: 1, policy: { act }, horizon, groupSize },
    actionDraws,
  );
  const numbered = new BatchBuffer(groupSize);
  const need = (state: number): number => {
    if (state >= 0 && state < states) return state;
    throw new ContractError([`${kind} led to state ${state}; it has ${states}`]);
  };
  return (trajectories) => {
    const batch = draw(trajectories);
    numbered.begin(trajectories);
    numbered.reserve(batch.steps);
    for (let k = 0; k < batch.steps; k++) {
      numbered.states[k] = need(batch.observations[k]);
      numbered.actions[k] = batch.actions[k];
      numbered.rewards[k] = batch.rewards[k];
    }
    for (let i = 0; i < trajectories; i++)
      numbered.finish(i, batch.offsets[i + 1], need(batch.lastObservations[i]), batch.terminated[i] === 1);
    return numbered;
  };
};
