import type { OneStepEstimator } from "../../truth/one-step/estimators.ts";
import { oneStepMoments } from "../../truth/one-step/moments.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, type GoldenContinuousProblem, goldenContinuousProblem, momentsOf } from "./problem.ts";

/** One action u ~ N(μ, I), from a policy that sees a constant 1, so that θ is μ. */
const oneStep = (options: Record<string, unknown>, mean: readonly number[]): GoldenContinuousProblem => {
  const problem: Golden = {
    environment: { kind: "one-step", ...options },
    policy: { kind: "linear-gaussian", deviation: 1 },
    objective: { discount: 1, horizon: 1 },
    theta: mean,
  };
  return goldenContinuousProblem(problem);
};

const SCORE = { kind: "reinforce", return: "total" } as const;

/** f = (x − k)², x ~ N(1, 1), δ = 1 − k: the variance of the derivative by the mean. */
export function* gaussianTable(): Generator<Claim> {
  for (const δ of [0.5, -2]) {
    const parts = oneStep({ function: "square", k: 1 - δ }, [1]);
    const claim = (what: string, figure: number, expected: number) =>
      near(`(x − k)², δ = ${δ}: ${what}`, figure, expected, 1e-9);
    const minus = (value: number) =>
      momentsOf(parts, parts.estimator({ ...SCORE, baseline: { kind: "constant", value } })).totalVariance;
    const value = parts.point.exact?.value ?? Number.NaN;
    yield claim("E f", value, 1 + δ ** 2);
    yield claim(
      "variance, score",
      momentsOf(parts, parts.estimator(SCORE)).totalVariance,
      15 + 14 * δ ** 2 + (δ ** 2) ** 2,
    );
    yield claim("variance, mean baseline", minus(value), 10 + 8 * δ ** 2);
    yield claim(
      "variance, optimal baseline",
      integrated(parts, { kind: "score", baseline: "optimal" }),
      6 + 8 * δ ** 2,
    );
    yield claim("variance, baseline E[f S²] = 3 + δ²", minus(3 + δ ** 2), 6 + 8 * δ ** 2);
    yield claim("variance, pathwise", integrated(parts, { kind: "pathwise" }), 4);
    yield claim(
      "variance, measure-valued",
      integrated(parts, { kind: "measure-valued" }),
      (16 / Math.PI - 4) * δ ** 2,
    );
  }
}

/** −‖u − z‖², u ~ N(0, I), in ten dimensions with ‖z‖ = 1; and what a constant added to the reward does. */
export function* quadraticNorm(): Generator<Claim> {
  const d = 10;
  const moments = (offset: number) => {
    const center = new Array<number>(d).fill(1 / Math.sqrt(d));
    const parts = oneStep({ function: "quadratic", center, offset }, new Array<number>(d).fill(0));
    return momentsOf(parts, parts.estimator(SCORE));
  };
  const { totalVariance, meanNorm } = moments(0);
  yield near("−‖u − z‖² in ten dimensions: E‖ĝ‖²", totalVariance + meanNorm ** 2, 1978, 1e-9);
  for (const c of [3, -5]) {
    const change = moments(c).totalVariance - totalVariance;
    const expected = c ** 2 * d - 2 * c * d * (d + 3);
    yield near(`−‖u − z‖² in ten dimensions: total variance by adding ${c}`, change, expected, 1e-9);
  }
}

/** The total variance of a single estimate that no `estimator` of a study has. */
const integrated = (
  { environment: { model }, point }: GoldenContinuousProblem,
  estimator: OneStepEstimator,
): number => {
  if (model?.kind !== "one-step") throw new TypeError("expected a one-step model");
  const moments = oneStepMoments(model, { size: 1, deviation: { fixed: 1 } }, point.theta)(estimator, 1);
  return moments?.totalVariance ?? Number.NaN;
};
