import { z } from "zod";
import { ofLastBatch } from "../../memory/memory.ts";
import { held } from "../../memory/state.ts";
import { stream } from "../../random.ts";
import type { Estimator } from "../estimator.ts";
import type { EstimatorKind } from "../kind.ts";
import { bitEstimator, bitProblem, bitScore } from "./bits.ts";
import { controlVariate } from "./control-variate.ts";
import { temperatureOption } from "./relaxation.ts";

const options = z.strictObject({ temperature: temperatureOption });

/** Draws of the noise for each trajectory that is learned from. */
const DRAWS = 8;

/**
 * RELAX: REBAR with a learned control variate, here c(z) = κ + η f(σ(z/λ)), which makes
 *
 *   ĝ = (f(b) − κ) ∇ log π(b) + η C,  E[C] = 0 (see control-variate.ts).
 *
 * κ and η minimize Σ ‖ĝ‖² over the batch before, which is least squares in two unknowns; before there is
 * one, or if it does not determine them, κ = 0 and η = 1. They do not depend on the batch that is estimated from,
 * so the estimate is unbiased for ∇E[f]. The paper's control variate is a neural network, learned by gradient
 * steps on the same aim; λ is not learned here.
 *
 * Source: Grathwohl, Choi, Wu, Roeder & Duvenaud (2018), Backpropagation through the void, §3.
 */
export const relax = {
  summary: "RELAX: REBAR whose control variate is fitted on the batch before",
  options,
  create({ temperature }: z.output<typeof options>, context): Estimator {
    const problem = bitProblem("relax", context);
    const { f, bitLogits, each } = problem;
    const control = controlVariate(f, temperature);
    const own = { offset: 0, scale: 1 }; // κ and η
    const perBit = new Float64Array(f.count);
    const scores = new Float64Array(context.policy.parameters); // S
    const controls = new Float64Array(context.policy.parameters); // C
    return {
      ...bitEstimator(problem, context, true, (sample, random, out) => {
        control(sample, random, out);
        for (let i = 0; i < out.length; i++)
          out[i] = (sample.value - own.offset) * bitScore(sample, i) + own.scale * out[i];
      }),
      memory: ofLastBatch({
        ...held(own),
        reset() {
          own.offset = 0;
          own.scale = 1;
        },
        fit(batch, point) {
          const noise = stream("relax"); // the same for every batch: what is fitted depends on the batch only
          let [ss, sc, cc, fss, fsc] = [0, 0, 0, 0, 0];
          each(batch, point, (sample) => {
            for (let draw = 0; draw < DRAWS; draw++) {
              control(sample, noise, perBit);
              scores.fill(0);
              controls.fill(0);
              for (let i = 0; i < perBit.length; i++) {
                scores[bitLogits[i]] += bitScore(sample, i);
                controls[bitLogits[i]] += perBit[i];
              }
              for (let j = 0; j < scores.length; j++) {
                ss += scores[j] * scores[j];
                sc += scores[j] * controls[j];
                cc += controls[j] * controls[j];
                fss += sample.value * scores[j] * scores[j];
                fsc += sample.value * scores[j] * controls[j];
              }
            }
          });
          // the normal equations of ‖f S − κ S + η C‖²
          const determinant = ss * cc - sc * sc;
          const determined = determinant > 1e-12 * ss * cc;
          own.offset = determined ? (cc * fss - sc * fsc) / determinant : 0;
          own.scale = determined ? (sc * fss - ss * fsc) / determinant : 1;
        },
      }),
    };
  },
} satisfies EstimatorKind;
