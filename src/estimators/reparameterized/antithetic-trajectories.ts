import { z } from "zod";
import { baselines } from "../../baselines/index.ts";
import { isTabular } from "../../policies/policy.ts";
import type { Random } from "../../random.ts";
import { choice } from "../../registry.ts";
import { Tape } from "../../sampling/tape.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { needPlainTrajectories, setsOf } from "../own-trajectories.ts";
import { reinforce } from "../scores/reinforce.ts";

const options = z.strictObject({
  return: z.enum(["total", "to-go"]).default("to-go").describe("return that weights a score: R, or G_t"),
  baseline: choice(baselines)
    .default({ kind: "none" })
    .describe("what is subtracted from the return: none or constant"),
  stateWeight: stateWeightOption,
});

/**
 * REINFORCE from pairs of antithetic trajectories, ½ (g(ε) + g(−ε)): the second one has the environment's noise of the
 * first, and the mirror image of its policy's noise. Each of the two is distributed as any other, so that the mean is
 * that of REINFORCE with the same return and baseline. With Gaussian actions scores are odd in ε: what is even in the
 * return (a constant above all) drops out, and what is odd is the same twice. So a pair can be better than any baseline,
 * or, where a baseline takes away all that is even, no better than one trajectory.
 *
 * Gaussian actions: ε = √(−2 ln(1 − u₁)) cos 2πu₂ turns into −ε with u₂ + ½ (mod 1). Numbered actions: u turns into
 * 1 − u, so that a likely action comes with an unlikely one.
 *
 * Source: Hammersley & Morton (1956); Mohamed et al. (2020), §7.2.
 */
export const antitheticTrajectories = {
  summary: "REINFORCE from pairs of trajectories with opposite noise of the policy, ½ (g(ε) + g(−ε))",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    needPlainTrajectories(context, "antithetic");
    const { kind } = chosen.baseline;
    if (kind !== "none" && kind !== "constant")
      throw new RangeError(`antithetic takes the baselines none and constant; got ${kind}`);
    const single = reinforce.create({ ...chosen, average: "trajectories", normalize: "none" }, context);
    const { policy } = context;
    const discrete = isTabular(policy) || policy.action.size === undefined;
    const point = context.at(new Float64Array(policy.parameters));
    const actions = new MirroredTape(discrete ? oppositeUniform : oppositeAngle);
    const randomness = new Tape();
    const one = new Float64Array(policy.parameters);
    return {
      estimand: single.estimand,
      takes: { ...ANY_BATCH, fewest: 2, multiple: 2, simulates: true },
      law: { kind: "mean" },
      estimate(batch, { theta }, out, random) {
        const pairs = setsOf(batch, 2, "antithetic");
        point.moveTo(theta);
        const draw = point.sampler(actions, randomness); // which normalizes observations as the run does now
        actions.tape.record(random);
        randomness.record(random);
        let steps = 0;
        out.fill(0);
        for (let i = 0; i < 2 * pairs; i++) {
          actions.mirrored = i % 2 === 1;
          if (actions.mirrored) {
            actions.tape.rewind();
            randomness.rewind();
          } else {
            actions.tape.record();
            randomness.record();
          }
          const trajectory = draw(1);
          steps += trajectory.steps;
          single.estimate(trajectory, point, one, random);
          for (let j = 0; j < out.length; j++) out[j] += one[j] / (2 * pairs);
        }
        return steps;
      },
    };
  },
} satisfies EstimatorKind;

/** Plays a tape, or the opposite of it. */
class MirroredTape implements Random {
  readonly tape = new Tape();
  mirrored = false;
  readonly #opposite: (u: number, place: number) => number;

  /** @param opposite what stands for the draw u that was the last of `place` draws */
  constructor(opposite: (u: number, place: number) => number) {
    this.#opposite = opposite;
  }

  next(): number {
    const u = this.tape.next();
    return this.mirrored ? this.#opposite(u, this.tape.place) : u;
  }
}

/** 1 − u among the multiples of 2⁻³² from 0 to 1 − 2⁻³². */
const oppositeUniform = (u: number): number => 1 - 2 ** -32 - u;

/** A normal is made of a radius and of an angle, which is turned by half a circle. */
const oppositeAngle = (u: number, place: number): number => {
  if (place % 2 === 1) return u;
  return u < 0.5 ? u + 0.5 : u - 0.5;
};
