import { z } from "zod";
import { requireSnapshots } from "../../../envs/contract/environment.ts";
import { power } from "../../arithmetic/power.ts";
import { readControl } from "../../policies/gaussian-control.ts";
import type { FunctionPolicy } from "../../policies/policy.ts";
import { branching } from "../../sampling/branches.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { needPlainTrajectories, setsOf } from "../own-trajectories.ts";
import { aimsAt } from "../state-weight.ts";
import { addMeanSlope, needGaussian, writeMean } from "./gaussian-mean.ts";
import { measureValuedDeviation, measureValuedGaussian } from "./measure-valued-gaussian.ts";

const options = z.strictObject({ stateWeight: stateWeightOption });

/**
 * The measure-valued (weak) derivative of a Gaussian policy. At a time t drawn uniformly from 0 … T − 1, each coordinate
 * k of the action has a coupled pair of values u⁺ and u⁻, and both go on to the end with common random numbers:
 *
 *   T γᵗ ∂μ_k(x_t)/∂θ (G_t(u⁺) − G_t(u⁻)) / (σ_k √(2π)),  u± = μ_k ± σ_k W,  W ~ Rayleigh(1),
 *
 * and another pair is drawn for log σ_k where it is learned. Unbiased for ∇J. A trajectory that ended before t counts
 * as 0.
 *
 * Cost: a draw stands for 2K trajectories, or 4K with learned log σ, of which the steps before t are shared; n of them
 * give n/2K draws. For problems of one step it is the estimate of `measureValuedGradient`, and its variance is known.
 *
 * Source: Pflug (1989); Heidergott, Vázquez-Abad & Volk-Makarewicz (2008), Sensitivity estimation for Gaussian systems,
 * EJOR 187; for policies Bhatt, Koppel & Krishnamurthy (2019), Policy gradient using weak derivatives for
 * reinforcement learning, CDC, algorithm 1 (one random time).
 */
export const measureValued = {
  summary:
    "measure-valued (weak) derivative: pairs of actions at one random time, with common random numbers",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { environment, shape, size: K } = needGaussian(context, "measure-valued");
    needPlainTrajectories(context, "measure-valued");
    requireSnapshots(environment, "measure-valued");
    const { objective } = context;
    const { horizon: T, discount } = objective;
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const decay = stateWeight === "discounted" ? discount : 1;
    const O = environment.observationSize;
    const parameters = shape.deviation === "learned" ? 2 * K : K; // of an action's distribution
    const mean = new Float64Array(K);
    const slope = new Float64Array(K);
    const pair = new Float64Array(2);
    const branch = branching(environment, objective);
    return {
      estimand: { stateWeight, unbiased: aimsAt(stateWeight, context) },
      takes: { ...ANY_BATCH, fewest: 2 * parameters, multiple: 2 * parameters, simulates: true },
      law: { kind: "mean", single: { kind: "measure-valued", trajectories: 2 * parameters } },
      estimate(batch, { policy, theta }, out, random) {
        const draws = setsOf(batch, 2 * parameters, "measure-valued");
        const { gain, deviation, offset } = readControl(shape, theta, O, K);
        out.fill(0);
        branch.begin(policy as FunctionPolicy, random);
        for (let draw = 0; draw < draws; draw++) {
          const t = Math.floor(random.next() * T);
          if (!branch.reach(t)) continue;
          writeMean(gain, offset(t), branch.observation, 0, mean);
          for (let q = 0; q < parameters; q++) {
            const k = q % K;
            let factor = 1;
            if (q < K) factor = measureValuedGaussian(random, mean[k], deviation[k], pair);
            else measureValuedDeviation(random, mean[k], deviation[k], pair);
            const difference = branch.returnWith(k, pair[0]) - branch.returnWith(k, pair[1]);
            const derivative = T * power(decay, t) * factor * difference;
            if (q < K) slope[k] = derivative;
            else out[out.length - K + k] += derivative;
          }
          addMeanSlope(shape, O, slope, t, branch.observation, 0, out);
        }
        for (let j = 0; j < out.length; j++) out[j] /= draws;
        return branch.steps;
      },
    };
  },
} satisfies EstimatorKind;
