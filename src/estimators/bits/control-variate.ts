import type { BitFunction } from "../../../envs/contract/models.ts";
import type { Random } from "../../random.ts";
import { type BitSample, bitScore } from "./bits.ts";
import { relaxation } from "./relaxation.ts";

/**
 * The control variate of REBAR: f at the relaxed bits instead of at the bits, y = σ(z/λ) and ỹ = σ(z̃/λ),
 *
 *   C_i = −f(ỹ) (b_i − p_i) + ∂f(y)/∂φ_i − ∂f(ỹ)/∂φ_i,
 *
 * with z = φ + Logistic(0, 1), and z̃ the same noise given b. Its expectation is zero. Both noises are tied, so
 * that z̃ = z in value; they differ in how they move with φ, since b stands still for z̃.
 *
 * Source: Tucker et al. (2017), §3 and, for the tie, the appendix.
 */
export const controlVariate = (f: BitFunction, temperature: number) => {
  const soft = relaxation(f.count, temperature);
  /** @param out C, written # [N] */
  return (sample: BitSample, random: Random, out: Float64Array): void => {
    soft.draw(sample, random);
    const value = f.value(soft.relaxed);
    f.gradient(soft.relaxed, out);
    for (let i = 0; i < out.length; i++)
      out[i] = out[i] * soft.slope[i] * soft.untied[i] - value * bitScore(sample, i);
  };
};
