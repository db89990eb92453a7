import { z } from "zod";
import { held } from "../memory/state.ts";
import { weightedEstimate } from "../problem/weighting.ts";
import { fitOption, fittedBaseline } from "./fit.ts";
import type { BaselineContext, BaselineKind } from "./kind.ts";
import { trajectoryScores } from "./trajectory-scores.ts";

const options = z.strictObject({ fit: fitOption });

/**
 * One number per coordinate of θ, each of which minimizes the variance of its coordinate: with A = Σ_t c_t Y_t ψ_t
 * and C = Σ_t c_t ψ_t of a trajectory, b*_j = E[A_j C_j] / E[C_j²]; for the total return E[S_j² R] / E[S_j²]. The
 * estimate is Ā_j − b_j C̄_j, so that nothing is subtracted from the returns themselves. The expectations are means
 * over a batch: its own (biased, O(1/n)) or the one before (unbiased). 0 where a score's coordinate is always zero.
 *
 * Source: Peters & Schaal (2008), Neural Networks 21, §3.2.
 */
export const optimalPerCoordinate = {
  summary: "one number per coordinate of θ, of least variance, fitted to the same or to the earlier batch",
  options,
  create({ fit }: z.output<typeof options>, { policy, weigh }: BaselineContext) {
    const scores = trajectoryScores(policy.parameters, weigh);
    const P = policy.parameters;
    const baseline = new Float64Array(P);
    const square = new Float64Array(P);
    const meanScore = new Float64Array(P);
    const { estimate: plainScores } = weightedEstimate((batch, _, out) => {
      out.fill(1, 0, batch.steps);
      weigh(batch, out);
    });
    const add = (weighted: Float64Array, plain: Float64Array): void => {
      for (let j = 0; j < P; j++) {
        baseline[j] += weighted[j] * plain[j];
        square[j] += plain[j] * plain[j];
      }
    };
    return fittedBaseline(
      fit,
      {
        ...held({ baseline }),
        reset: () => void baseline.fill(0),
        fit(batch, point, returns) {
          baseline.fill(0);
          square.fill(0);
          scores(batch, point, returns, add);
          for (let j = 0; j < P; j++) baseline[j] = square[j] === 0 ? 0 : baseline[j] / square[j];
        },
      },
      {
        subtract: () => {},
        adjust(batch, point, out) {
          plainScores(batch, point, meanScore);
          for (let j = 0; j < P; j++) out[j] -= baseline[j] * meanScore[j];
        },
      },
    );
  },
} satisfies BaselineKind;
