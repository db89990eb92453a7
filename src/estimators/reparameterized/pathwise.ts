import { z } from "zod";
import type { Slopes } from "../../../envs/contract/models.ts";
import { power } from "../../arithmetic/power.ts";
import { readControl } from "../../policies/gaussian-control.ts";
import { ANY_BATCH, type Estimator } from "../estimator.ts";
import { type EstimatorContext, type EstimatorKind, stateWeightOption } from "../kind.ts";
import { aimsAt } from "../state-weight.ts";
import { addMeanSlope, needGaussian, writeMean } from "./gaussian-mean.ts";

const options = z.strictObject({ stateWeight: stateWeightOption });

/**
 * The pathwise (reparameterized) gradient: with the noise held, that of the policy (u_t = μ_θ(x_t) + σ ε_t) and that of
 * the environment, the return of a trajectory is a function of θ, and its derivative is taken through the dynamics.
 * With ρ_t the derivative of r_t + γ r_{t+1} + … by x_t, and η_t that by u_t, backwards from ρ_T = 0:
 *
 *   η_t = ∂r/∂u + γ (∂x'/∂u)ᵀ ρ_{t+1},  ρ_t = ∂r/∂x + γ (∂x'/∂x)ᵀ ρ_{t+1} + (∂μ/∂x)ᵀ η_t,
 *   ĝ = (1/n) Σ_i Σ_t γᵗ η_tᵀ ∂u_t/∂θ,  ∂u_t/∂log σ = u_t − μ_t.
 *
 * Unbiased for ∇J where steps and rewards are smooth and nothing but the horizon ends a trajectory. With
 * `stateWeight: none` the factor γᵗ is dropped, as from the sums of scores.
 *
 * Source: Mohamed, Rosca, Figurnov & Mnih (2020), Monte Carlo gradient estimation in machine learning, §5; through
 * time: Heess et al. (2015), Learning continuous control policies by stochastic value gradients, SVG(∞).
 */
export const pathwise = {
  summary:
    "pathwise (reparameterized): the derivative of the return through the dynamics, with the noise held",
  options,
  create(chosen: z.output<typeof options>, context: EstimatorContext): Estimator {
    const { environment, shape, size: K } = needGaussian(context, "pathwise");
    const { kind, slopes, stateSize: D } = environment;
    if (slopes === undefined)
      throw new RangeError(`pathwise needs the slopes of the environment's steps; ${kind} has none`);
    if (environment.observe)
      throw new RangeError(
        `pathwise reads states from the observations; those of ${kind} are something else than the state`,
      );
    const { discount } = context.objective;
    const stateWeight = chosen.stateWeight ?? context.objective.stateWeight;
    const decay = stateWeight === "discounted" ? discount : 1;
    const state = new Float64Array(D);
    const next = new Float64Array(D);
    const action = new Float64Array(K);
    const mean = new Float64Array(K);
    const slope = new Float64Array(K); // γᵗ η_t
    let byState = new Float64Array(D); // ρ_t
    let later = new Float64Array(D); // ρ_{t+1}
    const step: Slopes = {
      state: new Float64Array(D * D),
      action: new Float64Array(D * K),
      rewardState: new Float64Array(D),
      rewardAction: new Float64Array(K),
    };
    return {
      estimand: { stateWeight, unbiased: aimsAt(stateWeight, context) },
      takes: ANY_BATCH,
      law: { kind: "mean", single: { kind: "pathwise", trajectories: 1 } },
      estimate(batch, { theta }, out) {
        const { trajectories, offsets, observations, actions, lastObservations } = batch;
        const { gain, offset } = readControl(shape, theta, D, K);
        out.fill(0);
        for (let i = 0; i < trajectories; i++) {
          const first = offsets[i];
          const end = offsets[i + 1];
          later.fill(0);
          for (let j = 0; j < D; j++) next[j] = lastObservations[i * D + j];
          for (let k = end - 1; k >= first; k--) {
            const t = k - first;
            const coefficient = power(decay, t);
            for (let j = 0; j < D; j++) state[j] = observations[k * D + j];
            for (let a = 0; a < K; a++) action[a] = actions[k * K + a];
            slopes.at(state, action, next, step);
            for (let j = 0; j < D; j++) {
              byState[j] = step.rewardState[j];
              for (let l = 0; l < D; l++) byState[j] += discount * later[l] * step.state[l * D + j];
            }
            for (let a = 0; a < K; a++) {
              let sum = step.rewardAction[a];
              for (let l = 0; l < D; l++) sum += discount * later[l] * step.action[l * K + a];
              slope[a] = coefficient * sum;
              for (let j = 0; j < D; j++) byState[j] += sum * gain[a * D + j];
            }
            addMeanSlope(shape, D, slope, t, observations, k * D, out);
            if (shape.deviation === "learned") {
              writeMean(gain, offset(t), observations, k * D, mean);
              for (let a = 0; a < K; a++) out[out.length - K + a] += slope[a] * (action[a] - mean[a]);
            }
            [byState, later] = [later, byState];
            for (let j = 0; j < D; j++) next[j] = state[j];
          }
        }
        for (let j = 0; j < out.length; j++) out[j] /= trajectories;
        return 0;
      },
    };
  },
} satisfies EstimatorKind;
