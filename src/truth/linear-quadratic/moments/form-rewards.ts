import type { EstimatorForm } from "../../discrete/estimator-form.ts";
import { quadraticParts, quadraticSize } from "../quadratic.ts";
import type { QuadraticFrame } from "./frame.ts";
import { accumulate, type Polynomial } from "./monomials.ts";
import { polynomialOf } from "./step.ts";

/** A form with its tables of quadratics in hand: `values` [T + 1, 1 + D + D²], `actionValues` [T, 1 + n + n²]. */
export interface QuadraticForm extends Pick<EstimatorForm, "kind" | "lambda" | "across"> {
  readonly values?: Float64Array | undefined;
  readonly actionValues?: Float64Array | undefined;
}

/** y_t = gain(x') − loss(x, u) of Y_t = y_t + κ Y_{t+1}, and what κ is. */
export interface FormRewards {
  readonly decay: number;
  /** @returns a polynomial of x', and a quadratic of z = (x, u) # [1 + n + n²] */
  at(t: number): { gain: Polynomial; loss: Float64Array };
}

/**
 * - "total", "to-go": y = r, κ = γ;
 * - "gae", and "lambda-return" before V_t(x) is added: y = δ_t = r + γ V_{t+1}(x') − V_t(x), κ = γλ;
 * - "action-value": y = Q_t(x, u), κ = 0.
 */
export const formRewards = (frame: QuadraticFrame, form: QuadraticForm): FormRewards => {
  const { solution, states } = frame;
  const { states: D, size: K, model } = solution.dynamics;
  const { discount } = solution.objective;
  const { kind, lambda = 1, values, actionValues = solution.actionValues } = form;
  const n = D + K;
  const size = quadraticSize(n);
  if (kind === "action-value")
    return {
      decay: 0,
      at: (t) => ({
        gain: states.zero(2),
        loss: actionValues.slice(t * size, (t + 1) * size).map((x) => -x),
      }),
    };

  const paid = new Float64Array(quadraticSize(D)); // −x'ᵀQx'
  const cost = new Float64Array(size);
  const { matrix } = quadraticParts(cost, 0, n);
  for (let i = 0; i < K; i++) matrix.set(model.R.subarray(i * K, (i + 1) * K), (D + i) * n + D);
  if (model.costOn === "next-state")
    paid.set(
      model.Q.map((x) => -x),
      1 + D,
    );
  else for (let i = 0; i < D; i++) matrix.set(model.Q.subarray(i * D, (i + 1) * D), i * n);
  const gain = polynomialOf(states, paid);
  const bootstraps = kind === "gae" || kind === "lambda-return";
  if (!bootstraps || values === undefined)
    return { decay: bootstraps ? discount * lambda : discount, at: () => ({ gain, loss: cost }) };

  const rows = quadraticSize(D);
  return {
    decay: discount * lambda,
    at(t) {
      const [now, later] = [values.subarray(t * rows), values.subarray((t + 1) * rows)];
      const loss = cost.slice();
      const bent = quadraticParts(loss, 0, n);
      const value = quadraticParts(now, 0, D);
      loss[0] += value.constant;
      for (let i = 0; i < D; i++) {
        bent.linear[i] += value.linear[i];
        for (let j = 0; j < D; j++) bent.matrix[i * n + j] += value.matrix[i * D + j];
      }
      return { gain: accumulate(gain.slice(), discount, polynomialOf(states, later)), loss };
    },
  };
};
