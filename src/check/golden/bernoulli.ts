import { flips, halvings, noiseMoments } from "../../moments/bit-noise.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, type GoldenProblem, goldenProblem, modelOf, momentsOf, truthOf } from "./problem.ts";

const logit = (p: number): number => Math.log(p / (1 - p));

/** f(b) = Σ (b_i − target_i)². */
const bits = (targets: readonly number[], theta: readonly number[]): Golden => ({
  environment: { kind: "bernoulli-quadratic", targets },
  policy: { kind: "bernoulli-product", logits: theta.length < targets.length ? "shared" : "own" },
  objective: { discount: 1, horizon: 1 },
  theta,
});

type Options = Parameters<GoldenProblem["estimator"]>[0];

const SCORE: Options = { kind: "reinforce", return: "total" };
const LEAVE_ONE_OUT: Options = { ...SCORE, baseline: { kind: "leave-one-out" } };
const MEAN: Options = { ...SCORE, baseline: { kind: "value", critic: { kind: "exact" } } };

/** One bit, f = (b − 0.45)²: exact by enumeration, and by quadrature over the estimators' own noise. */
export function* oneBit(): Generator<Claim> {
  const cases = [
    {
      p: 0.5,
      slope: 0.025,
      score: 0.0159390625,
      pair: 6.25e-4,
      arm: 0.01 / 12 - 6.25e-4,
      disarm: 0,
      through: 0.025,
    },
    // ARM: 0.01 · 2 ∫ x² over (0.4, 0.5), minus the square of the mean
    {
      p: 0.1,
      slope: 0.009,
      score: 0.0077000625,
      pair: 3.69e-4,
      arm: (0.02 * (0.125 - 0.064)) / 3 - 8.1e-5,
      disarm: 3.24e-4,
      through: -0.063,
    },
  ];
  for (const { p, slope, score, pair, arm, disarm, through } of cases) {
    const parts = goldenProblem(bits([0.45], [logit(p)]));
    const integrated = (options: Options) =>
      noiseMoments(
        modelOf(parts),
        parts.point,
        parts.estimator(options),
        [p, 1 - p, ...flips(parts.point)],
        4,
      );
    const claim = (what: string, figure: number, expected: number, tolerance = 1e-9) =>
      near(`one bit, p = ${p}: ${what}`, figure, expected, tolerance);
    yield claim("∂J/∂φ", truthOf(parts)[0], slope);
    yield claim("variance, score", momentsOf(parts, parts.estimator(SCORE)).totalVariance, score);
    yield claim(
      "variance, leave-one-out of 2",
      momentsOf(parts, parts.estimator(LEAVE_ONE_OUT), 2).totalVariance,
      pair,
    );
    yield claim("variance, ARM", integrated({ kind: "arm" }).totalVariance, arm);
    yield claim("variance, DisARM", integrated({ kind: "disarm" }).totalVariance, disarm);
    yield claim("mean, straight-through", integrated({ kind: "straight-through" }).mean[0], through);
    if (p === 0.5)
      yield claim(
        "variance, straight-through",
        integrated({ kind: "straight-through" }).totalVariance,
        0.0625,
      );
  }
  const rare = goldenProblem(bits([0.45], [logit(0.1)]));
  const relaxed = noiseMoments(
    modelOf(rare),
    rare.point,
    rare.estimator({ kind: "concrete", temperature: 0.5 }),
    [0.5, ...halvings(30), ...halvings(30).map((x) => 1 - x)],
    8,
  );
  yield near("one bit, p = 0.1: mean, Concrete at temperature 0.5", relaxed.mean[0], -0.022, 5e-4);
}

/** Three bits that share one logit, f = Σ (b_i − p0_i)², at η = 0. */
export function* threeBits(): Generator<Claim> {
  const parts = goldenProblem(bits([0.6, 0.51, 0.48], [0]));
  const claim = (what: string, figure: number, expected: number) =>
    near(`three bits: ${what}`, figure, expected, 1e-9);
  const variance = (options: Options, batchSize = 1) =>
    momentsOf(parts, parts.estimator(options), batchSize).totalVariance;
  yield claim("∂J/∂η", truthOf(parts)[0], -0.045);
  yield claim("variance, score", variance(SCORE), 0.4384201875);
  yield claim("variance, mean baseline", variance(MEAN), 0.00465);
  yield claim("variance, leave-one-out of 2", variance(LEAVE_ONE_OUT, 2), 0.007275);
  yield claim("variance, leave-one-out of 4", variance(LEAVE_ONE_OUT, 4), 0.0019875);
  yield claim("variance, leave-one-out of 8", variance(LEAVE_ONE_OUT, 8), 0.021225 / 28);
}
