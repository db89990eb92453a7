import { estimateFisher } from "./estimate-fisher.ts";
import type { Transform, TransformContext } from "./kind.ts";
import { mapped } from "./mapped.ts";
import type { VisitOptions } from "./visits.ts";

export interface FisherMaskOptions extends Omit<VisitOptions, "per"> {
  /** Fraction of the coordinates. */
  readonly keep: number;
}

/**
 * Keeps the coordinates with the largest diagonal of the Fisher information, F_jj = E[Σ_t c_t ψ_tj²], and sets
 * the others to zero: round(keep · P) of them, at least one; of equals, the first.
 *
 * Biased towards the gradient of J along those coordinates alone: with the exact F they are the same for every
 * estimate, and the mean is that projection of ∇J. With F of the batch the choice depends on the same draws as
 * ĝ, which biases the kept coordinates too.
 *
 * Source: Sung, Nair & Raffel (2021), where it is the Fisher information of a data set.
 *
 * @throws RangeError for the exact F without a model, or where states are continuous
 */
export const fisherMask =
  ({ keep, ...source }: FisherMaskOptions, context: TransformContext): Transform =>
  (estimator) => {
    const { parameters } = context;
    const count = Math.max(1, Math.round(keep * parameters));
    const fisher = estimateFisher("diagonal", source, context, estimator);
    const diagonal = new Float64Array(parameters);
    const order = new Int32Array(parameters);
    return mapped(estimator, {
      unbiased: count === parameters,
      ofGradient: source.fisher === "exact",
      ...(fisher.see && { see: fisher.see }),
      ...(fisher.seen && { seen: fisher.seen }),
      change(gradient, now) {
        if (fisher.update(now)) {
          fisher.write(diagonal);
          for (let j = 0; j < parameters; j++) order[j] = j;
          order.sort((i, j) => diagonal[j] - diagonal[i] || i - j);
        }
        for (let rank = count; rank < parameters; rank++) gradient[order[rank]] = 0;
      },
    });
  };
