import { z } from "zod";
import type { Random } from "../../random.ts";
import { type BitSample, openUniform } from "./bits.ts";

export const temperatureOption = z
  .number()
  .positive()
  .default(0.5)
  .describe("temperature λ of the relaxed bits σ(z/λ); near 0 they are almost bits");

/** Relaxed bits, and how they move with their logits. Reused. */
export interface Relaxation {
  /** y_i = σ(z_i / λ). # [N] */
  readonly relaxed: Float64Array;
  /** ∂y_i/∂z_i = y_i (1 − y_i) / λ; that is ∂y_i/∂φ_i too where the uniforms of z stand still. # [N] */
  readonly slope: Float64Array;
  /** 1 − ∂z̃_i/∂φ_i, with z̃ the noise given the bit, z̃(v; φ, b), and v standing still. # [N] */
  readonly untied: Float64Array;
  draw(sample: BitSample, random: Random): void;
}

/**
 * Draws z_i = φ_i + Logistic(0, 1) given that b_i = 1[z_i > 0], so that over both values of the bit it is
 * φ_i + Logistic(0, 1). With v uniform in (0, 1) and P = P(b_i),
 *
 *   z̃_i = ± log((1 − P + P (1 − v)) / ((1 − P) v)), the sign that of b_i, and ∂z̃_i/∂φ_i = P (1 − v) / (1 − P v).
 *
 * Source: Maddison, Mnih & Teh (2017), appendix B; Jang, Gu & Poole (2017); Tucker et al. (2017), appendix.
 */
export const relaxation = (count: number, temperature: number): Relaxation => {
  const relaxed = new Float64Array(count);
  const slope = new Float64Array(count);
  const untied = new Float64Array(count);
  return {
    relaxed,
    slope,
    untied,
    draw({ bits, own, other }, random) {
      for (let i = 0; i < count; i++) {
        const v = openUniform(random);
        const whole = other[i] + own[i] * (1 - v);
        const odds = Math.exp(Math.log((other[i] * v) / whole) / temperature); // exp(−|z| / λ)
        relaxed[i] = bits[i] === 1 ? 1 / (1 + odds) : odds / (1 + odds);
        slope[i] = odds / ((1 + odds) * (1 + odds) * temperature);
        untied[i] = other[i] / whole;
      }
    },
  };
};
