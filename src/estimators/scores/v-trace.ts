import { z } from "zod";
import { criticOptions } from "../../critics/choice.ts";
import { isFixed, memoryFrom } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { ANY_BATCH } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt, weighBy } from "../state-weight.ts";
import { scalingOptions, weighted } from "../weighted.ts";
import { criticAdvantage } from "./critic-advantage.ts";

const options = z.strictObject({
  critic: criticOptions.describe("where the values come from"),
  rhoBar: z.number().positive().default(1).describe("ρ̄: largest ratio of a temporal difference"),
  cBar: z.number().positive().default(1).describe("c̄: largest ratio of a trace"),
  stateWeight: stateWeightOption,
  ...scalingOptions,
});

/**
 * V-trace actor-critic from the trajectories of a behavior policy μ: with ρ_t = min(ρ̄, π/μ), c_t = min(c̄, π/μ),
 *
 *   w_t = γᵗ ρ_t (r_t + γ v_{t+1} − V(s_t)),  v_t = V(s_t) + δ_t + γ c_t (v_{t+1} − V(s_{t+1})),
 *   δ_t = ρ_t (r_t + γ V(s_{t+1}) − V(s_t)).
 *
 * Off-policy it is biased: the states are those that the behavior visits, and truncated ratios lead to the values
 * of a policy between μ and π. On-policy, with ρ̄ and c̄ of 1 or more, it is GAE(1); with an exact critic and
 * ρ̄ ≥ 1 it is unbiased.
 *
 * Source: Espeholt et al. (2018), equation 1 and §4.2.
 */
export const vTrace = {
  summary: "V-trace actor-critic, with truncated importance ratios",
  options,
  create(
    { rhoBar, cBar, average, normalize, deviation, epsilon, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { objective } = context;
    const { discount } = objective;
    let ratios = new Float64Array(0); // π/μ. # [steps]
    const stateWeight = chosen.stateWeight ?? objective.stateWeight;
    const critic = context.critic(chosen.critic);
    return weighted({
      estimand: {
        stateWeight,
        unbiased: critic.exact === true && rhoBar >= 1 && aimsAt(stateWeight, context),
      },
      takes: ANY_BATCH,
      law: { kind: isFixed(critic) ? "mean" : "unknown" },
      advantages: criticAdvantage(critic, (batch, values, ends, out, point) => {
        const { trajectories, offsets, rewards, terminated, steps } = batch;
        ratios = ensureLength(ratios, steps);
        point.ratios(batch, point, ratios);
        for (let i = 0; i < trajectories; i++) {
          let later = terminated[i] === 1 ? 0 : ends[i]; // V(s_{t+1})
          let gain = 0; // v_{t+1} − V(s_{t+1})
          for (let k = offsets[i + 1] - 1; k >= offsets[i]; k--) {
            const ratio = ratios[k];
            const rho = Math.min(rhoBar, ratio);
            const difference = rho * (rewards[k] + discount * later - values[k]);
            out[k] = difference + discount * rho * gain;
            gain = difference + discount * Math.min(cBar, ratio) * gain;
            later = values[k];
          }
        }
      }),
      weigh: weighBy(stateWeight, discount),
      average,
      normalize,
      deviation,
      epsilon,
      ...memoryFrom(critic),
    });
  },
} satisfies EstimatorKind;
