import type { Objective } from "../../problem/objective.ts";
import type { DiscretePoint } from "../../problem/point.ts";

/**
 * The exact policy gradient of a finite model,
 *
 *   ∇J = Σ_t c_t Σ_s d_t(s) Σ_a π(a|s) (Q_t(s,a) − V_t(s)) ∇θ log π(a|s),  c_t = γᵗ,
 *
 * or, with the state weight "none", the direction with c_t = 1 that estimators without γᵗ follow; it is in
 * general the gradient of no objective (Nota & Thomas 2020).
 *
 * Source: the policy gradient theorem, Sutton et al. (2000), at a finite horizon.
 *
 * @param point  a frozen policy whose model is known
 * @param out [P], written
 * @throws TypeError where the environment has no model
 */
export const exactGradient = (point: DiscretePoint, objective: Objective, out: Float64Array): void => {
  if (point.solution === undefined)
    throw new TypeError("an exact gradient needs an environment with a model");
  const { states, actions } = point.policy;
  const { values, actionValues, occupancy } = point.solution;
  const weights = new Float64Array(states * actions);
  let coefficient = 1;
  for (let t = 0; t < objective.horizon; t++) {
    for (let s = 0; s < states; s++) {
      const mass = coefficient * occupancy[t * states + s];
      if (mass === 0) continue;
      const value = values[t * states + s];
      for (let a = 0; a < actions; a++) {
        const row = s * actions + a;
        weights[row] += mass * point.probabilities[row] * (actionValues[t * states * actions + row] - value);
      }
    }
    if (objective.stateWeight === "discounted") coefficient *= objective.discount;
  }
  point.policy.weightedScores(point.probabilities, weights, out);
};
