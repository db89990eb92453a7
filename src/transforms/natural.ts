import { factorize, solve } from "../linear-algebra/cholesky.ts";
import { estimateFisher } from "./estimate-fisher.ts";
import type { Transform, TransformContext } from "./kind.ts";
import { mapped } from "./mapped.ts";
import type { VisitOptions } from "./visits.ts";

/** The largest P; a matrix of P × P is factorized, at P³/6 multiplications. */
const MAX_PARAMETERS = 512;

export interface NaturalOptions extends VisitOptions {
  /** λ of F + λI. */
  readonly damping: number;
}

/**
 * The natural gradient: ĝ ← (F + λI)⁻¹ ĝ, with F = E[Σ_t c_t ψ_t ψ_tᵀ] per trajectory and c_t the state weight
 * of the estimator, γᵗ or 1, or the `weighting` that is given; `per: step`, F = E[Σ_t c_t ψ_t ψ_tᵀ] / E[Σ_t c_t], the
 * mean over the (weighted) steps that natural policy gradients in code have: F of one trajectory is T times as long, and
 * the step shorter by as much. λ > 0, since F is singular wherever parameters are redundant (a softmax's logits are) or
 * unused.
 *
 * It is not the gradient of anything, so never unbiased. With the exact F it is linear in ĝ: of an unbiased
 * estimator it has (F + λI)⁻¹∇J as its mean. F of the batch, F̂ = (1/n) Σᵢ Σ_t c_t ψψᵀ over what was done, goes
 * together with ĝ, and biases that by O(1/n). Off-policy, F̂ is over the visits of the behavior.
 *
 * Source: Kakade (2001); damping as in Martens (2020).
 *
 * @throws RangeError for P > 512, and for the exact F without a model, or where states are continuous
 */
export const natural = ({ damping, ...source }: NaturalOptions, context: TransformContext): Transform => {
  const { parameters } = context;
  if (parameters > MAX_PARAMETERS)
    throw new RangeError(
      `natural solves for all parameters at once, for at most ${MAX_PARAMETERS} of them; θ has ${parameters}`,
    );
  return (estimator) => {
    const fisher = estimateFisher("matrix", source, context, estimator);
    const matrix = new Float64Array(parameters * parameters);
    return mapped(estimator, {
      unbiased: false,
      ofGradient: source.fisher === "exact",
      ...(fisher.see && { see: fisher.see }),
      ...(fisher.seen && { seen: fisher.seen }),
      change(gradient, now) {
        if (fisher.update(now)) {
          fisher.write(matrix);
          for (let j = 0; j < parameters; j++) matrix[j * parameters + j] += damping;
          factorize(matrix, parameters);
        }
        solve(matrix, gradient);
      },
    });
  };
};
