import { power } from "../../arithmetic/power.ts";
import type { StateWeight } from "../../problem/objective.ts";
import { BackwardVectors } from "./backward-vectors.ts";
import { Decomposition } from "./decomposition.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import { HALF_UNIT, largest } from "./form-rewards.ts";
import { type DiscreteFrame, overStarts } from "./frame.ts";
import { RoundingOfSteps } from "./rounding.ts";
import { Step } from "./step.ts";
import type { TrajectoryMoments } from "./trajectory.ts";

/**
 * The exact moments of one trajectory's all-action estimate X_t = c_t g_t(s_t) + X_{t+1}, where
 * g_t(s) = Σ_a ∇π(a|s) Q_t(s,a) is fixed by the state:
 *
 *   E[X|s] = c g + E[X'],  E[‖X‖²|s] = c² ‖g‖² + 2 c g·E[X'] + E[‖X'‖²].
 *
 * All of its variance comes from the states. Q is counted from Σ_a π(a|s) Q_t(s,a), as Σ_a ∇π(a|s) = 0.
 */
export const allActionMoments = (
  { model, point, solution, objective, scores, successors, support }: DiscreteFrame,
  form: EstimatorForm,
  stateWeight: StateWeight,
): TrajectoryMoments => {
  const { states: S, actions: A } = model;
  const { horizon, discount } = objective;
  const actionValues = form.actionValues?.(point) ?? solution.actionValues;
  const step = new Step(model, successors, point.probabilities);
  const vectors = new BackwardVectors(successors, scores, support);
  const parts = new Decomposition(scores, point.policy.parameters);
  const nothing = new Float64Array(A);
  const weights = new Float64Array(A);
  const rounding = new RoundingOfSteps();
  let norms = new Float64Array(S);
  let laterNorms = new Float64Array(S);
  for (let t = horizon - 1; t >= 0; t--) {
    vectors.back();
    [norms, laterNorms] = [laterNorms, norms];
    const c = stateWeight === "discounted" ? power(discount, t) : 1;
    for (let s = 0; s < S; s++) {
      if (solution.occupancy[t * S + s] === 0) continue;
      step.enter(s, 0);
      vectors.clear();
      let square = 0;
      for (let k = successors.first[s]; k < successors.first[s + 1]; k++) {
        if (step.transitions[k] === 0) continue;
        vectors.carry(s, k, step.transitions[k], 0, 0);
        square += step.transitions[k] * laterNorms[successors.next[k]];
      }
      vectors.finishCarry(s);
      const row = (t * S + s) * A;
      let value = 0;
      for (let a = 0; a < A; a++) value += point.probabilities[s * A + a] * actionValues[row + a];
      for (let a = 0; a < A; a++) weights[a] = actionValues[row + a] - value;
      parts.visit(s, c * c * solution.occupancy[t * S + s], point.probabilities, weights, nothing);
      const [first, end] = [scores.first[s], scores.first[s + 1]];
      square += 2 * c * vectors.dot(s, parts.directions, first);
      for (let k = first; k < end; k++) square += (c * parts.directions[k]) ** 2;
      vectors.add(s, c, parts.directions, first);
      norms[s] = square;
    }
    parts.endStep(solution.occupancy, t * S, c, 1);
    const size = largest(actionValues, t * S * A, (t + 1) * S * A);
    const { state, meanSquare, scoreSquare } = parts;
    rounding.endStep(
      { trajectory: 0, action: 0, state, meanSquare, scoreSquare },
      (horizon - t) * HALF_UNIT * size,
    );
  }
  return {
    rounding: rounding.of(parts, 0),
    mean: parts.mean,
    square: overStarts(model, (s) => norms[s]),
    startSquare: overStarts(model, (s) => vectors.squareOf(s)),
    parts: { trajectory: 0, action: 0, state: parts.state },
  };
};
