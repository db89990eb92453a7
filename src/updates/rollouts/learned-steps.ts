import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { RewardScaler } from "../../normalizers/rewards.ts";
import type { ObservationNormalizer } from "../../policies/policy.ts";
import type { Actions, TrajectoryBatch } from "../../trajectories/batch.ts";
import { isLaneBatch } from "../../trajectories/lane-batch.ts";

/** The steps of a batch as a policy and a value network read them. */
export interface LearnedSteps {
  readonly trajectories: number;
  readonly steps: number;
  readonly offsets: Int32Array; // [n + 1]
  readonly terminated: Uint8Array; // [n]
  /** 1 where the end of the batch cut the trajectory; all 0 for whole ones. # [n] */
  readonly cut: Uint8Array;
  readonly times: Int32Array; // [steps]
  readonly inputs: Float64Array; // [steps, O]
  readonly lastInputs: Float64Array; // [n, O]
  readonly rewards: Float64Array; // [steps], scaled
  readonly actions: Actions; // [steps, K]
}

/**
 * Reads batches as they are learned from. One of lanes has all of it; whole trajectories, as probes draw them, are
 * normalized and scaled by what is known at the time, which they do not change.
 */
export const stepsReader = (
  observationSize: number,
  normalizer: ObservationNormalizer | undefined,
  scaler: RewardScaler | undefined,
): ((batch: TrajectoryBatch) => LearnedSteps) => {
  let inputs = new Float64Array(0);
  let lastInputs = new Float64Array(0);
  let rewards = new Float64Array(0);
  let times = new Int32Array(0);
  let cut = new Uint8Array(0);
  return (batch) => {
    const { trajectories, steps, offsets, terminated, actions } = batch;
    if (isLaneBatch(batch)) return { ...batch, rewards: batch.scaledRewards };
    if (times.length < steps) times = new Int32Array(2 * steps);
    if (cut.length < trajectories) cut = new Uint8Array(2 * trajectories);
    for (let i = 0; i < trajectories; i++)
      for (let k = offsets[i]; k < offsets[i + 1]; k++) times[k] = k - offsets[i];
    let { observations, lastObservations } = batch;
    if (normalizer) {
      inputs = ensureLength(inputs, steps * observationSize);
      lastInputs = ensureLength(lastInputs, trajectories * observationSize);
      normalizer.apply(observations, 0, steps, inputs);
      normalizer.apply(lastObservations, 0, trajectories, lastInputs);
      [observations, lastObservations] = [inputs, lastInputs];
    }
    let scaled = batch.rewards;
    if (scaler) {
      rewards = ensureLength(rewards, steps);
      for (let k = 0; k < steps; k++) rewards[k] = scaler.frozen(batch.rewards[k]);
      scaled = rewards;
    }
    return {
      ...{ trajectories, steps, offsets, terminated, actions, times, cut },
      inputs: observations,
      lastInputs: lastObservations,
      rewards: scaled,
    };
  };
};
