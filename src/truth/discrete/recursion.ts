import { power } from "../../arithmetic/power.ts";
import type { StateWeight } from "../../problem/objective.ts";
import { allActionMoments } from "./all-action.ts";
import { centered } from "./centering.ts";
import { CrossMoments } from "./cross-moments.ts";
import { Decomposition } from "./decomposition.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import { formRewards } from "./form-rewards.ts";
import { type DiscreteFrame, overStarts } from "./frame.ts";
import { type PastRewards, pastRewardsOf } from "./past-rewards.ts";
import { RoundingOfSteps } from "./rounding.ts";
import { ScoreSums } from "./score-sums.ts";
import { Step } from "./step.ts";
import type { ReturnMoments, TrajectoryMoments } from "./trajectory.ts";
import { WeightedScores } from "./weighted-scores.ts";

/**
 * The exact moments of one trajectory's estimate of a form, by one backward recursion over the time t.
 *
 * With Y_t = y_t + κ Y_{t+1} and X_t = c_t ψ_t (Y_t − b_t(s_t)) + X_{t+1}, the moments given s_t that E‖X‖² needs
 * are E[Y], Var(Y), E[X], E[Y X] and E[‖X‖²]; with C_t = c_t ψ_t + C_{t+1} those of `ScoreSums` and `CrossMoments` join
 * them. "total" is (Y_0 − b(s_0)) C with c = 1. The baseline of t = 0 is taken off y_0: Y_0 is counted from it. And
 * every Y_t is counted from about its mean, see `centered`: y, Y and b of the recursions are those of that.
 *
 * Cost O(T · Σ |domain|) over the successors s → s' of the model, and memory of |domain| per state: for a tabular
 * softmax in a model all of whose states can reach each other, T · S · (next states of a state) · S · A. States
 * that cannot be met at t are skipped.
 *
 * @returns undefined for a form whose trajectories meet in a way that it knows no formula for
 */
export const trajectoryMoments = (
  frame: DiscreteFrame,
  form: EstimatorForm,
  stateWeight: StateWeight,
): TrajectoryMoments | undefined => {
  const { kind, across } = form;
  if (across !== "independent" && (form.values || (kind !== "total" && kind !== "to-go"))) return undefined;
  if (kind === "all-action") return allActionMoments(frame, form, stateWeight);

  const { model, point, solution, objective, scores, successors, support } = frame;
  const { states: S, actions: A } = model;
  const { discount, horizon } = objective;
  const values = form.values?.(point);
  const rewards = centered(frame, form, values, formRewards(frame, form, values));
  const step = new Step(model, successors, point.probabilities);
  step.decay = rewards.decay;
  const total = kind === "total";
  const past = total ? pastRewardsOf(frame, rewards) : undefined;
  const weighted = total ? undefined : new WeightedScores(step, scores, support);
  const sums = total || across === "batch-mean" ? new ScoreSums(step, scores, support) : undefined;
  const cross = weighted && sums && new CrossMoments(weighted, sums, scores.squares, S);
  const estimate = (weighted ?? sums)!;
  const parts = new Decomposition(scores, point.policy.parameters);
  const weights = new Float64Array(A);
  const variances = new Float64Array(A);
  const rounding = new RoundingOfSteps();

  for (let t = horizon - 1; t >= 0; t--) {
    for (const each of [step, weighted, sums, cross]) each?.back();
    step.coefficient = stateWeight === "discounted" && !total ? power(discount, t) : 1;
    rewards.write(t, step.rewards);
    const decayed = power(step.decay, t);
    for (let s = 0; s < S; s++) {
      const mass = solution.occupancy[t * S + s];
      if (mass === 0) continue;
      const baseline = rewards.baseline(t, s);
      if (t === 0)
        for (let o = model.start[s * A]; o < model.start[(s + 1) * A]; o++) step.rewards[o] -= baseline;
      step.enter(s, t === 0 ? 0 : baseline);
      weighted?.visit(step);
      sums?.visit(step);
      cross?.visit(step);
      if (past) fromStart(step, past, t, decayed, weights, variances);
      else for (let a = 0; a < A; a++) weights[a] = step.mean[a] - step.baseline;
      const spread = past ? variances : step.variance;
      parts.visit(s, step.coefficient ** 2 * mass, point.probabilities, weights, spread);
    }
    parts.endStep(solution.occupancy, t * S, step.coefficient, decayed);
    rounding.endStep(parts, rewards.uncertainty[total ? 0 : t]);
  }

  const meanReturn = overStarts(model, (s) => step.meanOf(s));
  const returns: ReturnMoments = {
    variance: overStarts(model, (s) => step.varianceOf(s) + (step.meanOf(s) - meanReturn) ** 2),
    scoreSquare: parts.scoreSquare,
    withScore: total ? parts.mean : parts.withStart,
    ...(sums && {
      own: {
        product: overStarts(model, (s) => (cross ? cross.productOf(s) : sums.squareOf(s))),
        square: overStarts(model, (s) => sums.squareOf(s)),
      },
    }),
  };
  return {
    mean: parts.mean,
    square: overStarts(model, (s) => estimate.squareOf(s)),
    startSquare: overStarts(model, (s) => estimate.vectors.squareOf(s)),
    parts,
    rounding: rounding.of(parts, rewards.uncertainty[0]),
    ...(across !== "independent" && { returns }),
  };
};

/** E and Var of the whole return (minus b), H_t + γᵗ Y_t, given s_t and a_t: past and future are independent. */
const fromStart = (
  { state: s, mean, variance, model }: Step,
  past: PastRewards,
  t: number,
  decayed: number,
  weights: Float64Array,
  variances: Float64Array,
): void => {
  const cell = t * model.states + s;
  for (let a = 0; a < mean.length; a++) {
    weights[a] = (t === 0 ? 0 : past.mean[cell]) + decayed * mean[a]; // y_0 is counted from b already
    variances[a] = past.variance[cell] + decayed * decayed * variance[a];
  }
};
