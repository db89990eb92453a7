import type { Centered } from "./centering.ts";
import type { DiscreteFrame } from "./frame.ts";

/** Moments of what was earned before t, H_t = Σ_{k<t} γᵏ y_k − b(s_0), given s_t. Zero where s is never met at t. */
export interface PastRewards {
  readonly mean: Float64Array; // [T, S]
  readonly variance: Float64Array; // [T, S]
}

/** Carries them forward through time, as means and centered squares. @param rewards y and b */
export const pastRewardsOf = (
  { model, point, solution: { occupancy }, objective: { discount, horizon } }: DiscreteFrame,
  rewards: Centered,
): PastRewards => {
  const { states: S, actions: A, start, probability, next, terminated } = model;
  const policy = point.probabilities;
  const mean = new Float64Array(horizon * S);
  const variance = new Float64Array(horizon * S);
  const reward = new Float64Array(next.length);
  for (let s = 0; s < S; s++) mean[s] = -rewards.baseline(0, s);
  let power = 1;
  const eachPassage = (
    t: number,
    take: (from: number, to: number, share: number, reward: number) => void,
  ) => {
    for (let row = 0; row < S * A; row++) {
      const from = t * S + Math.floor(row / A);
      const mass = occupancy[from] * policy[row];
      if (mass === 0) continue;
      for (let o = start[row]; o < start[row + 1]; o++) {
        const to = (t + 1) * S + next[o];
        if (terminated[o] === 0 && occupancy[to] > 0)
          take(from, to, (mass * probability[o]) / occupancy[to], power * reward[o]);
      }
    }
  };
  for (let t = 0; t + 1 < horizon; t++) {
    rewards.write(t, reward);
    eachPassage(t, (from, to, share, earned) => {
      mean[to] += share * (mean[from] + earned);
    });
    eachPassage(t, (from, to, share, earned) => {
      variance[to] += share * (variance[from] + (mean[from] + earned - mean[to]) ** 2);
    });
    power *= discount;
  }
  return { mean, variance };
};
