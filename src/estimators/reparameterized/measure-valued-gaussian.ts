import type { Random } from "../../random.ts";
import { normal } from "../../random.ts";

/**
 * Draws the coupled pair of the measure-valued derivative by the mean of a Gaussian, both from one W ~ Rayleigh(1)
 * (density w exp(−w²/2), the Weibull of shape 2 and scale √2):
 *
 *   ∂/∂μ E[f(μ + σ ε)] = E[f(μ + σ W) − f(μ − σ W)] / (σ √(2π)).
 *
 * Source: Heidergott, Vázquez-Abad & Volk-Makarewicz (2008), EJOR 187; Mohamed et al. (2020), §6.
 *
 * @param pair μ + σ W and μ − σ W, written # [2]
 * @returns 1 / (σ √(2π)), which f(pair[0]) − f(pair[1]) is to be multiplied with
 */
export const measureValuedGaussian = (
  random: Random,
  mean: number,
  deviation: number,
  pair: Float64Array,
): number => {
  const reach = deviation * Math.sqrt(-2 * Math.log(1 - random.next()));
  pair[0] = mean + reach;
  pair[1] = mean - reach;
  return 1 / (deviation * Math.sqrt(2 * Math.PI));
};

/**
 * Draws the coupled pair of the measure-valued derivative by the logarithm of a Gaussian's standard deviation:
 *
 *   ∂/∂log σ E[f(μ + σ ε)] = E[f(μ + σ M) − f(μ + σ M U)],
 *
 * with M of density m² φ(m), the double-sided Maxwell, and U uniform in (0, 1). M has the length of a vector of three
 * normals, ε one of them and W the length of the other two: |M| = √(ε² + W²), with the sign of ε. Then ε / M is uniform
 * in (0, 1), as a coordinate on a sphere is uniform (Archimedes), so that ε itself is M U.
 *
 * Source: as above.
 *
 * @param pair μ + σ M and μ + σ M U, written # [2]
 */
export const measureValuedDeviation = (
  random: Random,
  mean: number,
  deviation: number,
  pair: Float64Array,
): void => {
  const ε = normal(random);
  const m = Math.sqrt(ε * ε - 2 * Math.log(1 - random.next()));
  pair[0] = mean + (ε < 0 ? -deviation * m : deviation * m);
  pair[1] = mean + deviation * ε;
};
