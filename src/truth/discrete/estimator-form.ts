import type { Point } from "../../problem/point.ts";

/**
 * An estimator that is, for one trajectory, X = Σ_t c_t ψ_t (Y_t − b_t(s_t)), c_t = γᵗ or 1:
 * - "to-go": Y_t = r_t + γ Y_{t+1};
 * - "gae": Y_t = δ_t + γλ Y_{t+1}, δ_t = r_t + γ V_{t+1}(s_{t+1}) − V_t(s_t), with V the table `values`, b = 0;
 * - "lambda-return": the λ-return, which is that of "gae" plus V_t(s_t);
 * - "total": Y_t = R, the return from the start, c_t = 1, and b = b_0(s_0);
 * - "action-value": Y_t = Q_t(s_t, a_t), the table `actionValues`;
 * - "all-action": X = Σ_t c_t Σ_a ∇π(a|s_t) Q_t(s_t, a) with the table `actionValues`.
 */
export interface EstimatorForm {
  readonly kind: "total" | "to-go" | "gae" | "lambda-return" | "action-value" | "all-action";
  /** λ of "gae" and "lambda-return". */
  readonly lambda?: number;
  /** How the trajectories of a batch meet: a plain mean, or minus R̄ (of the others, or of all) times their scores. */
  readonly across: "independent" | "leave-one-out" | "batch-mean";
  /**
   * The fixed b_t(s), or V_t(s) of "gae" and "lambda-return"; zero if not given. # [T + 1, S]; in linear-quadratic
   * problems, where they are quadratics of the state, their coefficients. # [T + 1, 1 + D + D²]
   */
  values?(point: Point): Float64Array;
  /** The fixed Q_t(s, a) of "action-value" and "all-action"; the exact one if not given. # [T, S, A] */
  actionValues?(point: Point): Float64Array;
}
