/** The gradient that estimates are compared with. */
export interface TrueGradient {
  readonly discount: number;
  readonly horizon: number;
  readonly stateWeight: string;
  /** How it was found: "exact" (a computation), or "reference" (an average over many other trajectories). */
  readonly method: "exact" | "reference";
  /** J(θ). */
  readonly value: number;
  readonly norm: number;
  /** Square root of the trace of the gradient's covariance; 0 if it is exact. */
  readonly standardError: number;
  /** About the rounding error of an exact gradient, as a norm; null where it is not known. */
  readonly rounding: number | null;
  /** Of a reference: the mean cosine of two of its halves. */
  readonly splitHalfCosine?: number;
  /** Why it is no truth (`truthNoise`): then nothing is compared with it; null if it is one. */
  readonly noise: string | null;
  readonly gradient: Float64Array; // [P]
}
