import { type AdditiveReward, expectedReward } from "./additive.ts";
import type { OneStepBaseline, OneStepEstimator } from "./estimators.ts";
import {
  deviationAt,
  type GaussianAction,
  parameterAt,
  parametersOf,
  scoreSquare,
  scoreSymmetry,
} from "./gaussian.ts";

/**
 * Exact variances of a single estimate of each parameter's derivative. `across` is not looked at.
 *
 * A reward is Σ_i y_i, whose parts are independent: for a parameter of coordinate i with score S, and R̃ = R − E[R],
 *
 *   E[R̃ S²] = E[Z_i S²],  E[R̃² S²] = E[Z_i² S²] + E[S²] Σ_{k≠i} E[Z_k²],
 *
 * and alike with R̃(−ε) in place of one R̃. Pathwise and measure-valued derivatives only see y_i.
 *
 * @param theta [P]
 * @returns [P]
 */
export const variances = (
  estimator: OneStepEstimator,
  reward: AdditiveReward,
  action: GaussianAction,
  theta: Float64Array,
): Float64Array => {
  const { factor, terms } = reward;
  const d = action.size;
  if (estimator.kind === "pathwise" || estimator.kind === "measure-valued") {
    const { kind } = estimator;
    const of = kind === "pathwise" ? "pathwise" : "measureValued";
    return Float64Array.from(
      { length: parametersOf(action) },
      (_, j) => factor ** 2 * terms[j % d][of](parameterAt(action, j)),
    );
  }
  const parabolas = scoreParabolas(estimator.kind, reward, action, theta);
  const shifts = shiftsOf(estimator.baseline ?? 0, parabolas, reward);
  return Float64Array.from(parabolas, ({ constant, linear, quadratic }, j) => {
    const x = shifts(j);
    return Math.max(0, constant - 2 * linear * x + quadratic * x * x);
  });
};

/** A variance as a function of the baseline E[R] + x: constant − 2 linear x + quadratic x². */
interface Parabola {
  readonly constant: number;
  readonly linear: number;
  readonly quadratic: number;
}

/**
 * Score: E[(R̃ − x)² S²] − G². Antithetic: half of that second moment and half of E[(R̃ − x)(R̃⁻ − x) S S⁻], where S⁻ is
 * −S for the mean, and so the baseline cancels.
 */
const scoreParabolas = (
  kind: "score" | "antithetic",
  { factor, terms }: AdditiveReward,
  action: GaussianAction,
  theta: Float64Array,
): Parabola[] => {
  const d = action.size;
  const spreads = terms.map((term) => term.spread());
  const square = spreads.reduce((sum, spread) => sum + spread.square, 0);
  const opposite = spreads.reduce((sum, spread) => sum + spread.opposite, 0);
  return Array.from({ length: parametersOf(action) }, (_, j) => {
    const i = j % d;
    const parameter = parameterAt(action, j);
    const scores = scoreSquare(parameter, deviationAt(action, theta, i));
    const own = terms[i].score(parameter);
    const gradient = factor * terms[i].slope(parameter);
    const same = own.square + scores * (square - spreads[i].square);
    if (kind === "score")
      return {
        constant: factor ** 2 * same - gradient ** 2,
        linear: factor * own.weighted,
        quadratic: scores,
      };
    const symmetry = scoreSymmetry(parameter);
    const mixed = own.opposite + symmetry * scores * (opposite - spreads[i].opposite);
    const share = (1 + symmetry) / 2;
    return {
      constant: (factor ** 2 * (same + mixed)) / 2 - gradient ** 2,
      linear: share * factor * own.weighted,
      quadratic: share * scores,
    };
  });
};

/** The baseline of every parameter, less E[R]. */
const shiftsOf = (
  baseline: OneStepBaseline,
  parabolas: readonly Parabola[],
  reward: AdditiveReward,
): ((j: number) => number) => {
  const least = (linear: number, quadratic: number) => (quadratic === 0 ? 0 : linear / quadratic);
  if (baseline === "mean") return () => 0;
  if (baseline === "optimal-per-coordinate") return (j) => least(parabolas[j].linear, parabolas[j].quadratic);
  const shift =
    baseline === "optimal"
      ? least(
          parabolas.reduce((sum, { linear }) => sum + linear, 0),
          parabolas.reduce((sum, { quadratic }) => sum + quadratic, 0),
        )
      : baseline - expectedReward(reward);
  return () => shift;
};
