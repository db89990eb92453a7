import type { EstimatorForm } from "../../estimation.ts";
import type { Frame } from "./frame.ts";

/** Writes y_t of Y_t = y_t + κ Y_{t+1} of every outcome, and what κ is. @param out [outcomes] */
export interface FormRewards {
  readonly decay: number;
  write(t: number, out: Float64Array): void;
}

/**
 * - "total", "to-go": y = r, κ = γ;
 * - "gae", and "lambda-return" before V_t(s) is added: y = δ_t = r + γ V_{t+1}(s') − V_t(s), κ = γλ, no bootstrap where the trajectory ends;
 * - "action-value": y = Q_t(s,a), κ = 0.
 *
 * @param values V of both, zero if not given. # [T + 1, S]
 */
export const formRewards = (
  { model, at, solution, objective }: Frame,
  { kind, lambda = 1, actionValues }: EstimatorForm,
  values: Float64Array | undefined,
): FormRewards => {
  const { states: S, actions: A, start, next, reward, terminated } = model;
  const { discount } = objective;
  if (kind === "action-value") {
    const table = actionValues?.(at) ?? solution.actionValues;
    return {
      decay: 0,
      write(t, out) {
        for (let row = 0; row < S * A; row++) out.fill(table[t * S * A + row], start[row], start[row + 1]);
      },
    };
  }
  const bootstraps = kind === "gae" || kind === "lambda-return";
  const decay = bootstraps ? discount * lambda : discount;
  if (!bootstraps || values === undefined) return { decay, write: (_, out) => out.set(reward) };
  return {
    decay,
    write(t, out) {
      for (let row = 0; row < S * A; row++) {
        const value = values[t * S + Math.floor(row / A)];
        for (let o = start[row]; o < start[row + 1]; o++) {
          const bootstrap = terminated[o] === 1 ? 0 : discount * values[(t + 1) * S + next[o]];
          out[o] = reward[o] + bootstrap - value;
        }
      }
    },
  };
};
