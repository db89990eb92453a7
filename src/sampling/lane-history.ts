import type { LaneOutcomes, Lanes } from "../../envs/contract/lanes.ts";
import { partsOf, type Savable } from "../memory/state.ts";
import { enlarged } from "../trajectories/batch.ts";

/**
 * Seeds and actions of the trajectories that go on in some lanes. A trajectory comes about again from them, so they stand for
 * its state where an environment keeps that to itself.
 */
export interface LaneHistory extends Savable {
  begin(lane: number, seed: number): void;
  /** Adds row r of some actions. @param actions [count, K] */
  add(lane: number, actions: Float64Array, r: number): void;
}

/** Of a lane that has begun nothing. */
const NONE = -1;

/**
 * @param moved the lanes @param K numbers of an action
 * @param states what the policy saw last in each of them, with which all must end where they are begun again. # [lanes, O]
 */
export const laneHistory = (moved: Lanes, lanes: number, K: number, states: Float64Array): LaneHistory => {
  const seeds = new Float64Array(lanes).fill(NONE);
  const lengths = new Int32Array(lanes);
  const actions = Array.from({ length: lanes }, () => new Float64Array(16 * K));
  const taken = (lane: number) => actions[lane].subarray(0, lengths[lane] * K);
  return {
    begin(lane, seed) {
      seeds[lane] = seed;
      lengths[lane] = 0;
    },
    add(lane, from, r) {
      const place = lengths[lane]++ * K;
      if (actions[lane].length === place)
        actions[lane] = enlarged(actions[lane], new Float64Array(2 * place));
      for (let j = 0; j < K; j++) actions[lane][place + j] = from[r * K + j];
    },
    save: () => ({ seeds: seeds.slice(), actions: actions.map((_, lane) => taken(lane).slice()) }),
    restore(state) {
      const saved = partsOf(state, ["seeds", "actions"]);
      if (
        !(saved.seeds instanceof Float64Array && saved.seeds.length === lanes && Array.isArray(saved.actions))
      )
        throw new TypeError(`expected seeds and actions of ${lanes} lanes in the state`);
      seeds.set(saved.seeds);
      for (const [lane, each] of (saved.actions as Float64Array<ArrayBuffer>[]).entries()) {
        actions[lane] = enlarged(each, new Float64Array(each.length + 16 * K));
        lengths[lane] = each.length / K;
      }
      if (seeds[0] !== NONE)
        again(
          moved,
          seeds,
          Array.from(seeds, (_, lane) => taken(lane)),
          K,
          states,
        );
    },
  };
};

/** Begins trajectories again and takes their actions once more. @throws RangeError where they end elsewhere */
const again = (
  moved: Lanes,
  seeds: Float64Array,
  actions: readonly Float64Array[],
  K: number,
  states: Float64Array,
): void => {
  const lanes = seeds.length;
  const O = states.length / lanes;
  const all = Int32Array.from(seeds, (_, lane) => lane);
  const outcomes: LaneOutcomes = {
    observations: new Float64Array(lanes * O),
    rewards: new Float64Array(lanes),
    terminated: new Float64Array(lanes),
  };
  const last = new Float64Array(lanes * O);
  moved.reset(all, lanes, seeds, new Float64Array(lanes).fill(NONE), last);
  for (let t = 0; ; t++) {
    const going = all.filter((lane) => actions[lane].length > t * K);
    if (going.length === 0) break;
    const next = new Float64Array(going.length * K);
    for (const [r, lane] of going.entries()) next.set(actions[lane].subarray(t * K, (t + 1) * K), r * K);
    moved.step(going, going.length, next, outcomes);
    for (const [r, lane] of going.entries())
      last.set(outcomes.observations.subarray(r * O, (r + 1) * O), lane * O);
  }
  const j = last.findIndex((x, i) => !Object.is(x, states[i]));
  if (j >= 0)
    throw new RangeError(
      `an episode cannot go on: begun again with seed ${seeds[Math.floor(j / O)]} and the same actions, it came to ` +
        `${last[j]} where it had come to ${states[j]}`,
    );
};
