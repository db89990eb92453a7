import type { EstimatorForm } from "../discrete/estimator-form.ts";

/** A fixed number, E[f], the number of least total variance, or for each parameter that of its least variance. */
export type OneStepBaseline = number | "mean" | "optimal" | "optimal-per-coordinate";

/**
 * An estimator of one-step problems whose moments are known. The single estimate, of which a batch is the mean:
 * - "score": (f(u) − b) ∇log π(u), with b fixed, or by `across` the mean of the others or of the whole batch;
 * - "antithetic": the mean of the score estimates at μ + σ ε and μ − σ ε, from two actions;
 * - "pathwise": ∇f(μ + σ ε) by θ;
 * - "measure-valued": for each parameter a coupled pair of its own (`Term.measureValued`), the other coordinates alike
 *   in both, from 2P actions.
 */
export type OneStepEstimator =
  | {
      readonly kind: "score";
      /** 0 if not given; of no account unless `across` is independent. */
      readonly baseline?: OneStepBaseline;
      /** Independent if not given. */
      readonly across?: EstimatorForm["across"];
    }
  | { readonly kind: "antithetic"; readonly baseline?: OneStepBaseline }
  | { readonly kind: "pathwise" }
  | { readonly kind: "measure-valued" };

/**
 * What a form is where trajectories have one step and one state: all its returns are f(u), and what is subtracted is
 * its b_0, or V_0 of "gae". Undefined for all actions at once, and for guesses of Q.
 *
 * @param value b_0 or V_0 of the only state
 */
export const formOnOneStep = (form: EstimatorForm, value = 0): OneStepEstimator | undefined => {
  const { kind, across } = form;
  if (kind === "all-action" || (kind === "action-value" && form.actionValues)) return undefined;
  return { kind: "score", across, baseline: kind === "lambda-return" ? 0 : value };
};
