import { requireDiscrete } from "../../../envs/contract/environment.ts";
import type { BitFunction } from "../../../envs/contract/models.ts";
import type { TabularPolicy } from "../../policies/policy.ts";
import type { Point } from "../../problem/point.ts";
import type { Random } from "../../random.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import type { EstimatorContext } from "../kind.ts";

/** The bits of one trajectory, and how likely they were. Reused. */
export interface BitSample {
  /** b, zeros and ones. # [N] */
  readonly bits: Float64Array;
  /** P(b_i), the probability of the value that the bit has. # [N] */
  readonly own: Float64Array;
  /** 1 − P(b_i), that of the value that it does not have. # [N] */
  readonly other: Float64Array;
  /** f(b). */
  readonly value: number;
}

/** A problem whose actions are bits. */
export interface BitProblem {
  readonly f: BitFunction;
  /** Place in θ of each bit's logit. # [N] */
  readonly bitLogits: Int32Array;
  /** Shows the bits of every trajectory, one after the other. */
  each(batch: TrajectoryBatch, point: Point, visit: (sample: BitSample) => void): void;
}

/** @throws RangeError, naming `kind`, where actions are not bits, or bits are not independent */
export const bitProblem = (kind: string, context: EstimatorContext): BitProblem => {
  const environment = requireDiscrete(context.environment, kind);
  const policy = context.policy as TabularPolicy;
  const { bits: f } = environment;
  if (f === undefined)
    throw new RangeError(`${kind} needs an environment with bits; ${environment.kind} has none`);
  const { bitLogits } = policy;
  if (bitLogits === undefined)
    throw new RangeError(`${kind} needs a policy of independent bits, bernoulli-product; got ${policy.kind}`);
  const one = new Float64Array(f.count);
  const zero = new Float64Array(f.count);
  const sample = {
    bits: new Float64Array(f.count),
    own: new Float64Array(f.count),
    other: new Float64Array(f.count),
    value: 0,
  };
  const { bits, own, other } = sample;
  return {
    f,
    bitLogits,
    each({ trajectories, offsets, actions, rewards }, { theta }, visit) {
      for (let i = 0; i < f.count; i++) {
        const logit = theta[bitLogits[i]];
        one[i] = 1 / (1 + Math.exp(-logit));
        zero[i] = 1 / (1 + Math.exp(logit));
      }
      for (let n = 0; n < trajectories; n++) {
        const action = actions[offsets[n]];
        for (let i = 0; i < f.count; i++) {
          const bit = (action >>> i) & 1;
          bits[i] = bit;
          own[i] = bit === 1 ? one[i] : zero[i];
          other[i] = bit === 1 ? zero[i] : one[i];
        }
        sample.value = rewards[offsets[n]];
        visit(sample);
      }
    },
  };
};

/** Writes an estimate of ∂E[f]/∂φ_i from one trajectory, as if every bit had a logit of its own. @param out [N] */
export type BitEstimate = (sample: BitSample, random: Random, out: Float64Array) => void;

/** The estimator that is the mean of `estimate` over a batch, summed over the bits that share a logit. */
export const bitEstimator = (
  { f, bitLogits, each }: BitProblem,
  { objective, offPolicy }: EstimatorContext,
  unbiased: boolean,
  estimate: BitEstimate,
): Estimator => {
  const gradient = new Float64Array(f.count);
  return {
    estimand: { stateWeight: objective.stateWeight, unbiased: unbiased && !offPolicy },
    takes: ANY_BATCH,
    law: { kind: "mean" },
    estimate(batch, point, out, random) {
      out.fill(0);
      each(batch, point, (sample) => {
        estimate(sample, random, gradient);
        for (let i = 0; i < gradient.length; i++) out[bitLogits[i]] += gradient[i];
      });
      for (let j = 0; j < out.length; j++) out[j] /= batch.trajectories;
      return 0;
    },
  };
};

/** A uniform draw from the middles of 2³² equal parts of (0, 1): never 0, never 1, and ½ on average. */
export const openUniform = (random: Random): number => random.next() + 2 ** -33;

/** ∂ log π(b)/∂φ_i = b_i − p_i: 1 − P(b_i), with a minus sign for a bit that is 0. */
export const bitScore = ({ bits, other }: BitSample, i: number): number =>
  bits[i] === 1 ? other[i] : -other[i];
