import type { Parameter } from "./gaussian.ts";

/**
 * What can be known of one coordinate's part of the reward, Y(ε) = y(μ + σ ε) with ε ~ N(0, 1), without sampling.
 * Z = Y − E[Y], Z⁻ = Z(−ε), and S the score of a parameter, S⁻ = S(−ε).
 */
export interface Term {
  /** E[Y]. */
  value(): number;
  /** E[Y S], the derivative of E[Y] by the parameter. */
  slope(parameter: Parameter): number;
  spread(): Spread;
  score(parameter: Parameter): ScoreMoments;
  /** Variance of the pathwise derivative, ∂Y/∂μ = y'(u) or ∂Y/∂log σ = y'(u) σ ε. */
  pathwise(parameter: Parameter): number;
  /**
   * Variance of the measure-valued derivative from one coupled pair:
   * - (y(μ + σ W) − y(μ − σ W)) / (σ √(2π)), W ~ Rayleigh(1), by μ;
   * - y(μ + σ M) − y(μ + σ M U), M of density m² φ(m) (the double-sided Maxwell), U uniform in (0, 1), by log σ.
   *
   * Source: Heidergott, Vázquez-Abad & Volk-Makarewicz (2008), Sensitivity estimation for Gaussian systems, EJOR 187.
   */
  measureValued(parameter: Parameter): number;
}

export interface Spread {
  readonly square: number; // E[Z²]
  readonly opposite: number; // E[Z Z⁻]
}

export interface ScoreMoments {
  readonly weighted: number; // E[Z S²]
  readonly square: number; // E[Z² S²]
  readonly opposite: number; // E[Z Z⁻ S S⁻]
}
