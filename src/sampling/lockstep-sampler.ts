import type { Outcome } from "../../envs/contract/environment.ts";
import { rowsOf } from "../linear-algebra/rows.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import { BatchBuffer, type Sampler } from "../trajectories/batch.ts";
import { Lockstep } from "./lockstep.ts";
import type { SteppedLanes } from "./stepped-lanes.ts";

/**
 * Trajectories that are drawn in lockstep: enough for the policy's matrix products, few enough that the states stay
 * in the cache.
 */
export const LANES = 64;

/** What trajectories in lockstep are drawn with. */
export interface LockstepParts {
  readonly stepped: SteppedLanes;
  readonly lanes: number;
  /** O */
  readonly observationSize: number;
  /** K */
  readonly actionSize: number;
  readonly policy: Pick<FunctionPolicy, "act">;
  readonly horizon: number;
  readonly groupSize: number;
}

/**
 * Draws trajectories of vectors in lockstep: the policy acts for all that go on, then each of them steps. Draws are made in
 * the order of time, and at each time in the order of trajectories.
 */
export const lockstepSampler = (
  { stepped, lanes, observationSize: O, actionSize: K, policy, horizon, groupSize }: LockstepParts,
  actionDraws: Random,
): Sampler => {
  const batch = new BatchBuffer(groupSize, O, K);
  const steps = new Lockstep(O, K);
  const observations = new Float64Array(lanes * O);
  const observationRows = rowsOf(lanes, O, observations);
  const actions = new Float64Array(lanes * K);
  const controlRows = rowsOf(lanes, K, actions);
  const active = new Int32Array(lanes);
  const lengths = new Int32Array(lanes);
  const ended = new Uint8Array(lanes);
  const outcome: Outcome = { reward: 0, terminated: false };

  /** Draws trajectories `begin` … `begin + count` − 1 of the batch. */
  const drawLanes = (begin: number, count: number): void => {
    for (let lane = 0; lane < count; lane++) {
      stepped.begin(lane, (begin + lane) % groupSize === 0);
      active[lane] = lane;
      ended[lane] = 0;
      lengths[lane] = horizon;
    }
    steps.begin();
    let going = count;
    for (let t = 0; t < horizon && going > 0; t++) {
      for (let r = 0; r < going; r++) stepped.observe(active[r], observationRows[r]);
      policy.act(observations, going, t, actionDraws, actions);
      const place = steps.add(going, active, observations, actions);
      stepped.advance(active, going, actions);
      let left = 0;
      for (let r = 0; r < going; r++) {
        const lane = active[r];
        stepped.step(r, lane, controlRows[r], outcome);
        steps.rewards[place + r] = outcome.reward;
        if (outcome.terminated) {
          lengths[lane] = t + 1;
          ended[lane] = 1;
        } else active[left++] = lane;
      }
      going = left;
    }
    for (let lane = 0; lane < count; lane++) {
      stepped.observe(lane, observationRows[lane]);
      const i = begin + lane;
      batch.lastObservations.set(observationRows[lane], i * O);
      batch.finish(i, batch.steps + lengths[lane], 0, ended[lane] === 1);
    }
    steps.unpack(batch, begin);
  };

  return (trajectories) => {
    batch.begin(trajectories);
    for (let begin = 0; begin < trajectories; begin += lanes)
      drawLanes(begin, Math.min(lanes, trajectories - begin));
    return batch;
  };
};
