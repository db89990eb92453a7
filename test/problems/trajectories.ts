import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import type { Problem } from "./problem-of.ts";

/** A trajectory written down step by step. */
export interface Trajectory {
  readonly states: readonly number[];
  readonly actions: readonly number[];
  readonly rewards: readonly number[];
  readonly last: number;
  readonly terminated: boolean;
}

export const pack = (trajectories: readonly Trajectory[]): TrajectoryBatch => {
  const offsets = [0];
  for (const { states } of trajectories) offsets.push(offsets.at(-1)! + states.length);
  return {
    trajectories: trajectories.length,
    groupSize: 1,
    steps: offsets.at(-1)!,
    offsets: Int32Array.from(offsets),
    states: Int32Array.from(trajectories.flatMap(({ states }) => states)),
    actions: Int32Array.from(trajectories.flatMap(({ actions }) => actions)),
    rewards: Float64Array.from(trajectories.flatMap(({ rewards }) => rewards)),
    lastStates: Int32Array.from(trajectories, ({ last }) => last),
    observations: new Float64Array(0),
    lastObservations: new Float64Array(0),
    terminated: Uint8Array.from(trajectories, ({ terminated }) => (terminated ? 1 : 0)),
  };
};

export const unpack = (batch: TrajectoryBatch): Trajectory[] =>
  Array.from({ length: batch.trajectories }, (_, i) => {
    const [first, end] = [batch.offsets[i], batch.offsets[i + 1]];
    return {
      states: [...batch.states.subarray(first, end)],
      actions: [...batch.actions.subarray(first, end)],
      rewards: [...batch.rewards.subarray(first, end)],
      last: batch.lastStates[i],
      terminated: batch.terminated[i] === 1,
    };
  });

/** A trajectory that can happen, and how likely it is under the policy that acts. */
export interface Path extends Trajectory {
  readonly probability: number;
}

/** Every trajectory that can happen: the slow, obvious twin of dynamic programming and of sampling. */
export const allPaths = ({ environment, point, objective }: Problem): Path[] => {
  const { actions: A, initial, start, probability, next, reward, terminated } = environment.model!;
  const paths: Path[] = [];
  const grow = (path: Path) => {
    if (path.terminated || path.states.length === objective.horizon) return void paths.push(path);
    for (let a = 0; a < A; a++) {
      const row = path.last * A + a;
      for (let o = start[row]; o < start[row + 1]; o++) {
        grow({
          states: [...path.states, path.last],
          actions: [...path.actions, a],
          rewards: [...path.rewards, reward[o]],
          last: next[o],
          terminated: terminated[o] === 1,
          probability: path.probability * point.behavior[row] * probability[o],
        });
      }
    }
  };
  for (const [s, p] of initial.entries()) {
    if (p > 0) grow({ states: [], actions: [], rewards: [], last: s, terminated: false, probability: p });
  }
  return paths;
};

export const discountedReturn = ({ rewards }: Trajectory, discount: number): number =>
  rewards.reduce((sum, r, t) => sum + discount ** t * r, 0);

/** ∇θ log π(a|s) of one state and action. # [P] */
export const scoreOf = ({ policy, point }: Problem, state: number, action: number): Float64Array => {
  const weights = new Float64Array(policy.states * policy.actions);
  weights[state * policy.actions + action] = 1;
  const score = new Float64Array(policy.parameters);
  policy.weightedScores(point.probabilities, weights, score);
  return score;
};

/** A batch that only says how many trajectories there are: what estimators that simulate read. */
export const batchOf = (trajectories: number): TrajectoryBatch => ({
  trajectories,
  groupSize: 1,
  steps: 0,
  offsets: new Int32Array(trajectories + 1),
  states: new Int32Array(0),
  actions: new Int32Array(0),
  rewards: new Float64Array(0),
  lastStates: new Int32Array(trajectories),
  observations: new Float64Array(0),
  lastObservations: new Float64Array(0),
  terminated: new Uint8Array(trajectories),
});
