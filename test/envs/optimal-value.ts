import type { FiniteModel } from "../../envs/contract/models.ts";

/**
 * The best expected return from the first state: V ← max_a Σ p (r + γ V(next)), `sweeps` times from V = 0
 * (so over that many steps), or until a sweep changes nothing any more.
 */
export const optimalValue = (model: FiniteModel, discount: number, sweeps = 100_000): number => {
  const { states, actions, initial, start, probability, next, reward, terminated } = model;
  let values = new Float64Array(states);
  for (let sweep = 0, change = 1; sweep < sweeps && change > 1e-15; sweep++) {
    const improved = new Float64Array(states).fill(-Infinity);
    for (let row = 0; row < states * actions; row++) {
      let value = 0;
      for (let k = start[row]; k < start[row + 1]; k++) {
        value += probability[k] * (reward[k] + (terminated[k] ? 0 : discount * values[next[k]]));
      }
      const s = Math.floor(row / actions);
      improved[s] = Math.max(improved[s], value);
    }
    change = improved.reduce((largest, value, s) => Math.max(largest, Math.abs(value - values[s])), 0);
    values = improved;
  }
  return values.reduce((sum, value, s) => sum + initial[s] * value, 0);
};
