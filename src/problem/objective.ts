/** How the score at time t is weighted in the gradient: γᵗ, or 1 (in general the gradient of no objective). */
export type StateWeight = "discounted" | "none";

/** Which gradient is the true one: that of J(θ) = E[Σ_{t<T} γᵗ r_t]. */
export interface Objective {
  readonly discount: number;
  /** Steps after which a trajectory is truncated. */
  readonly horizon: number;
  readonly stateWeight: StateWeight;
}
