import type { FiniteModel } from "../../envs/contract/models.ts";

/** A whole trajectory that can happen. */
export interface Path {
  readonly states: Int32Array; // [steps]
  readonly actions: Int32Array; // [steps]
  readonly rewards: Float64Array; // [steps]
  readonly lastState: number;
  readonly terminated: boolean;
  readonly probability: number;
}

/** Number of trajectories that can happen; Infinity if it cannot be told. Cost O(T · outcomes). */
export const countPaths = (model: FiniteModel, policy: Float64Array, horizon: number): number => {
  const { states, actions, initial, start, next, terminated } = model;
  let counts = new Float64Array(states);
  let later = new Float64Array(states).fill(1);
  for (let t = horizon - 1; t >= 0; t--) {
    counts.fill(0);
    for (let row = 0; row < states * actions; row++) {
      if (policy[row] === 0) continue;
      for (let o = start[row]; o < start[row + 1]; o++)
        counts[Math.floor(row / actions)] += terminated[o] === 1 ? 1 : later[next[o]];
    }
    [counts, later] = [later, counts];
  }
  return later.reduce((sum, count, s) => (initial[s] > 0 ? sum + count : sum), 0);
};

/** All trajectories that can happen, those of one first state side by side. @param policy who acts. # [S, A] */
export const pathsOf = (model: FiniteModel, policy: Float64Array, horizon: number): Path[] => {
  const { actions: A, initial, start, probability, next, reward, terminated } = model;
  const states = new Int32Array(horizon);
  const actions = new Int32Array(horizon);
  const rewards = new Float64Array(horizon);
  const paths: Path[] = [];
  const grow = (t: number, s: number, over: boolean, p: number): void => {
    if (over || t === horizon) {
      paths.push({
        states: states.slice(0, t),
        actions: actions.slice(0, t),
        rewards: rewards.slice(0, t),
        lastState: s,
        terminated: over,
        probability: p,
      });
      return;
    }
    for (let a = 0; a < A; a++) {
      const row = s * A + a;
      if (policy[row] === 0) continue;
      for (let o = start[row]; o < start[row + 1]; o++) {
        states[t] = s;
        actions[t] = a;
        rewards[t] = reward[o];
        grow(t + 1, next[o], terminated[o] === 1, p * policy[row] * probability[o]);
      }
    }
  };
  for (const [s, p] of initial.entries()) if (p > 0) grow(0, s, false, p);
  return paths;
};
