import { studentQuantile } from "../distributions/student.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { meanOfStrata } from "../mean-of-strata.ts";
import { oneStratum, type Strata } from "./strata.ts";

/**
 * An interval for the mean of skewed values: Student's, with the skewness λ of the mean taken out by Hall's monotone
 * transformation, g(t) = ((1 + λ t/3)³ − 1)/λ + λ/6 of t = (x̄ − μ)/se, which is close to normal where t is not:
 * x̄ − se · g⁻¹(±t_ν), g⁻¹(z) = (3/λ) (∛(1 + λ(z − λ/6)) − 1). Second-order correct, as the studentized bootstrap is, in
 * one pass and without random numbers; as λ → 0 it is Student's interval. With K strata x̄ is the mean of their means,
 * and variances, third cumulants and ν (Satterthwaite) are those of `meanInterval`.
 *
 * Of estimates of which one in twenty is not zero (ten of 200) it covered 94–97 % where Student's covered 80–99 %; see
 * docs/statistics.md. It takes some ten values that carry the variance: no interval sees what did not happen.
 *
 * Source: Hall (1992), On the removal of skewness by transformation, J. R. Stat. Soc. B 54.
 * @param values one per unit. # [n]
 * @returns an interval in the unit of the values; NaN limits where a stratum has a single unit
 * @throws RangeError if the strata do not hold the units
 */
export const skewedMean = (
  values: Float64Array,
  strata: Strata = oneStratum(values.length),
  level = LEVEL,
): Interval => {
  let cube = 0;
  const { center, square, freedom } = meanOfStrata(values, strata, (middle, from, to) => {
    const n = to - from;
    cube += n < 3 ? 0 : thirdMoment(values, middle, from, to) / ((n - 1) * (n - 2) * n);
  });
  if (square === 0) return { estimate: center, low: center, high: center };
  const error = Math.sqrt(square) / (strata.length - 1);
  const t = studentQuantile((1 + level) / 2, freedom);
  const inverse = untransformed(cube / (square * Math.sqrt(square))); // K³ of cumulant and error cancel
  return { estimate: center, low: center - error * inverse(t), high: center - error * inverse(-t) };
};

/** Σ(x − x̄)³; over (n − 1)(n − 2)n it is the third cumulant of the mean. */
const thirdMoment = (values: Float64Array, center: number, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += cubed(values[i] - center);
  return sum;
};

/** g⁻¹. @param skewness λ of the mean */
const untransformed =
  (skewness: number) =>
  (z: number): number =>
    Math.abs(skewness) < 1e-6 ? z : (3 / skewness) * (cubeRoot(1 + skewness * (z - skewness / 6)) - 1);

const cubed = (x: number): number => x * x * x;

const cubeRoot = (x: number): number => Math.sign(x) * Math.exp(Math.log(Math.abs(x)) / 3);
