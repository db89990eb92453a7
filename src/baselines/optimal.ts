import { z } from "zod";
import { fitOption, fittedBaseline } from "./fit.ts";
import type { BaselineContext, BaselineKind } from "./kind.ts";
import { trajectoryScores } from "./trajectory-scores.ts";

const options = z.strictObject({ fit: fitOption });

/**
 * The number b that minimizes the total variance of Σ_t c_t (Y_t − b) ψ_t: with A = Σ_t c_t Y_t ψ_t and
 * C = Σ_t c_t ψ_t of a trajectory, b* = E[A·C] / E[‖C‖²]. For the total return that is E[‖S‖² R] / E[‖S‖²], S = Σ_t ψ_t.
 * The expectations are means over a batch: its own (the estimate is then biased, O(1/n)) or the one before
 * (unbiased). 0 where no score differs from zero.
 *
 * Source: Weaver & Tao (2001); Greensmith, Bartlett & Baxter (2004), Journal of Machine Learning Research 5.
 */
export const optimal = {
  summary: "the number of least total variance, fitted to the same or to the earlier batch",
  options,
  create({ fit }: z.output<typeof options>, { policy, weigh }: BaselineContext) {
    const scores = trajectoryScores(policy, weigh);
    let baseline = 0;
    let product = 0;
    let square = 0;
    const add = (weighted: Float64Array, plain: Float64Array): void => {
      for (let j = 0; j < plain.length; j++) {
        product += weighted[j] * plain[j];
        square += plain[j] * plain[j];
      }
    };
    return fittedBaseline(
      fit,
      (batch, at, returns) => {
        product = square = 0;
        scores(batch, at, returns, add);
        baseline = square === 0 ? 0 : product / square;
      },
      {
        subtract(batch, _, returns) {
          for (let k = 0; k < batch.steps; k++) returns[k] -= baseline;
        },
      },
    );
  },
} satisfies BaselineKind;
