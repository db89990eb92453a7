import type { Random } from "../../random.ts";
import { type BitSample, openUniform } from "./bits.ts";

/**
 * Draws the uniforms u_i that made the bits, b_i = 1[u_i < p_i], and the bits b̃_i = 1[1 − u_i < p_i] that 1 − u
 * would have made. Since b is known, u_i is uniform in (0, p_i) if b_i = 1 and in (p_i, 1) if b_i = 0; over both
 * it is uniform in (0, 1).
 *
 * With v uniform in (0, 1) both cases are u_i − ½ = ±(P(b_i) v − ½), and b̃_i ≠ b_i where P(b_i) v < 1 − P(b_i).
 *
 * @param centered u_i − ½, written # [N] @param opposite b̃, written # [N]
 */
export const drawAntithetic = (
  { bits, own, other }: BitSample,
  random: Random,
  centered: Float64Array,
  opposite: Float64Array,
): void => {
  for (let i = 0; i < bits.length; i++) {
    const u = own[i] * openUniform(random);
    centered[i] = bits[i] === 1 ? u - 0.5 : 0.5 - u;
    opposite[i] = u < other[i] ? 1 - bits[i] : bits[i];
  }
};
