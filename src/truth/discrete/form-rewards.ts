import { CompensatedSum } from "./compensated-sum.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import type { DiscreteFrame } from "./frame.ts";

/** y_t of Y_t = y_t + κ Y_{t+1} of every outcome, and what κ is. */
export interface FormRewards {
  readonly decay: number;
  /**
   * Writes y_t + κ φ_{t+1}(s') − φ_t(s), in which large terms may cancel: to its last bits.
   * @param shift φ; zero where the trajectory ends. # [T + 1, S] @param out [outcomes]
   */
  write(t: number, shift: Float64Array, out: Float64Array): void;
  /** What y_t may err by, since rewards and tables are known to half a unit of their last place only. */
  uncertainty(t: number): number;
}

/** Half a unit in the last place of 1. */
export const HALF_UNIT = 2 ** -53;

/**
 * - "total", "to-go": y = r, κ = γ;
 * - "gae", and "lambda-return" before V_t(s) is added: y = δ_t = r + γ V_{t+1}(s') − V_t(s), κ = γλ, no bootstrap where the trajectory ends;
 * - "action-value": y = Q_t(s,a), κ = 0.
 *
 * @param values V of both, zero if not given. # [T + 1, S]
 */
export const formRewards = (
  { model, point, solution, objective }: DiscreteFrame,
  { kind, lambda = 1, actionValues }: EstimatorForm,
  values: Float64Array | undefined,
): FormRewards => {
  const { states: S, actions: A, start, next, reward, terminated } = model;
  const { discount, horizon } = objective;
  if (kind === "action-value") {
    const table = actionValues?.(point) ?? solution.actionValues;
    return {
      decay: 0,
      write(t, shift, out) {
        for (let row = 0; row < S * A; row++) {
          const q = table[t * S * A + row] - shift[t * S + Math.floor(row / A)];
          out.fill(q, start[row], start[row + 1]);
        }
      },
      uncertainty: (t) => (horizon - t) * HALF_UNIT * largest(table, t * S * A, (t + 1) * S * A),
    };
  }
  const bootstraps = kind === "gae" || kind === "lambda-return";
  const decay = bootstraps ? discount * lambda : discount;
  const table = bootstraps ? values : undefined;
  const sum = new CompensatedSum();
  const ofRewards = HALF_UNIT * largest(reward, 0, reward.length);
  return {
    decay,
    write(t, shift, out) {
      for (let row = 0; row < S * A; row++) {
        const cell = t * S + Math.floor(row / A);
        for (let o = start[row]; o < start[row + 1]; o++) {
          const later = (t + 1) * S + next[o];
          sum.start(reward[o]);
          sum.add(-shift[cell]);
          if (table) sum.add(-table[cell]);
          if (terminated[o] === 0) {
            sum.addProduct(decay, shift[later]);
            if (table) sum.addProduct(discount, table[later]);
          }
          out[o] = sum.value;
        }
      }
    },
    // values of a table that was computed backward err by as many roundings as there are steps to go
    uncertainty: (t) =>
      ofRewards +
      (table
        ? (horizon - t) * HALF_UNIT * 2 * largest(table, t * S, Math.min(table.length, (t + 2) * S))
        : 0),
  };
};

/** The largest absolute value of some elements. */
export const largest = (vector: Float64Array, from: number, to: number): number => {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(vector[i]));
  return most;
};
