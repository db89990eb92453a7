import type { OneStepModel } from "../../../envs/contract/models.ts";
import { oneStep } from "../../../envs/one-step.ts";
import { additiveReward } from "../../../src/truth/one-step/additive.ts";
import type { OneStepEstimator } from "../../../src/truth/one-step/estimators.ts";
import type { GaussianAction } from "../../../src/truth/one-step/gaussian.ts";
import { variances } from "../../../src/truth/one-step/variance.ts";

/** The model of the environment one-step with these options. */
export const modelOf = (given: object): OneStepModel => {
  const { model } = oneStep.create(oneStep.options.parse(given));
  if (model?.kind !== "one-step") throw new Error("not a one-step model");
  return model;
};

export const fixed = (size: number, deviation = 1): GaussianAction => ({
  size,
  deviation: { fixed: deviation },
});

export const learned = (size: number): GaussianAction => ({ size, deviation: "learned" });

/** Variances of the single estimate of each parameter's derivative. */
export const variancesOf = (
  model: OneStepModel,
  action: GaussianAction,
  theta: ArrayLike<number>,
  estimator: OneStepEstimator,
): Float64Array => {
  const at = Float64Array.from(theta);
  return variances(estimator, additiveReward(model, action, at), action, at);
};

/** All estimators whose moments are known. */
export const estimators: readonly OneStepEstimator[] = [
  ...([0, 1.5, "mean", "optimal", "optimal-per-coordinate"] as const).flatMap((baseline) => [
    { kind: "score", baseline } as const,
    { kind: "antithetic", baseline } as const,
  ]),
  { kind: "pathwise" },
  { kind: "measure-valued" },
];

export const total = (vector: Float64Array): number => vector.reduce((sum, x) => sum + x, 0);
