/** J and ∇J at one θ and one objective, computed when first asked for. */
export interface ExactGradient {
  /** J(θ). */
  readonly value: number;
  /** Writes ∇J. @param out [P] */
  gradient(out: Float64Array): void;
  /** About the rounding error of ∇J, as a norm. */
  rounding(): number;
}

/** Exact dynamic programming at one θ and one objective. */
export interface Solution {
  /** J(θ). */
  readonly value: number;
  /** V_t(s), with V_T = 0. # [T + 1, S] */
  readonly values: Float64Array;
  /** Q_t(s, a). # [T, S, A] */
  readonly actionValues: Float64Array;
  /** P(s_t = s and the trajectory goes on at t). # [T, S] */
  readonly occupancy: Float64Array;
}

/** What a truth knows at a point. It follows the point: `restart` after θ was changed. */
export interface TruthAt extends ExactGradient {
  restart(): void;
  /** Tables of all states and times; only of finite models. */
  readonly solution?: Solution;
  /** V_t of the state that stands at `offset` of an array; absent where states have no values of their own. */
  valueAt?(time: number, states: ArrayLike<number>, offset: number): number;
}
