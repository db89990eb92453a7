import { z } from "zod";
import type { BitFunction, FiniteModel } from "./contract/models.ts";
import { modelEnvironment } from "./finite-environment.ts";
import { environmentKind } from "./kind.ts";

/** Bits beyond which 2ᴺ actions are too many to enumerate. */
const MAX_BITS = 20;

/** f(b) = Σ_i (b_i − p0_i)², for bits and for real numbers between them. */
const squaredDistance = (targets: Float64Array): BitFunction => ({
  count: targets.length,
  value(bits) {
    let sum = 0;
    for (let i = 0; i < targets.length; i++) sum += (bits[i] - targets[i]) * (bits[i] - targets[i]);
    return sum;
  },
  gradient(bits, out) {
    for (let i = 0; i < targets.length; i++) out[i] = 2 * (bits[i] - targets[i]);
  },
});

/** f of every bitmask, added up in the order of `value`, so that it is equal to it to the last bit. # [2ᴺ] */
const table = (targets: Float64Array): Float64Array => {
  const values = new Float64Array(2 ** targets.length);
  for (const [i, target] of targets.entries()) {
    const place = 2 ** i;
    for (let mask = 0; mask < place; mask++) {
      values[mask + place] = values[mask] + (1 - target) * (1 - target);
      values[mask] += (0 - target) * (0 - target);
    }
  }
  return values;
};

/** One state; every action has one outcome, which ends the trajectory. */
const oneStep = (reward: Float64Array): FiniteModel => ({
  states: 1,
  actions: reward.length,
  initial: Float64Array.of(1),
  start: Int32Array.from({ length: reward.length + 1 }, (_, row) => row),
  probability: new Float64Array(reward.length).fill(1),
  next: new Int32Array(reward.length),
  reward,
  terminated: new Uint8Array(reward.length).fill(1),
});

/**
 * One step: the action sets N bits (bit i of its number is b_i) and pays f(b) = Σ_i (b_i − p0_i)². With bits
 * drawn from Bernoulli(σ(φ_i)) the gradient is small against its noise where p0 is close to ½.
 *
 * Source: the toy problem of Tucker et al. (2017), one bit and p0 = 0.45, and of Grathwohl et al. (2018), p0 = .499.
 */
export const bernoulliQuadratic = environmentKind({
  summary: "one-step choice of N bits that pays their squared distance to N targets",
  options: z.strictObject({
    targets: z
      .array(z.number())
      .min(1, "expected a target p0 for each bit, one at least")
      .superRefine(({ length }, issues) => {
        if (length > MAX_BITS)
          issues.addIssue({
            code: "custom",
            message: `expected at most ${MAX_BITS}, one for each bit, since all 2^N actions are enumerated; got ${length}`,
          });
      })
      .describe("Target p0 of each bit; as many bits as targets, at most 20."),
  }),
  create({ targets }) {
    const p0 = Float64Array.from(targets);
    return { ...modelEnvironment("bernoulli-quadratic", oneStep(table(p0))), bits: squaredDistance(p0) };
  },
});
