/** Coordinates of a normal vector g that have one variance, and what g's mean and the vector it is compared with are there. */
export interface Mode {
  /** λ, the variance of each. */
  readonly variance: number;
  /** How many there are; need not be whole. 1 if not given. */
  readonly count?: number;
  /** Norm of the mean m of g within them; 0 if not given. */
  readonly mean?: number;
  /** Product of the parts of m and of the unit vector u within them; 0 if not given. */
  readonly product?: number;
}

/** Steps of the trapezoidal rule in t, x = exp(π/2 sinh t): doubly exponential decay at both ends. */
const STEP = 1 / 12;
const NODES = 42;

/**
 * E cos(g, u) of a normal g, whose covariance has the eigenvalues λ_i, with m the mean of g:
 *
 *   E[g·u/‖g‖] = (2/√π) ∫₀^∞ Σ α_i/(1 + 2λ_i x²) · Π (1 + 2λ_i x²)^−½ · exp(−Σ m_i² x²/(1 + 2λ_i x²)) dx,
 *
 * α_i = m_i u_i, from 1/‖g‖ = (2/√π) ∫₀^∞ exp(−x²‖g‖²) dx. With one mode for every eigenvector it is exact, whatever
 * the covariance; with the whole of the noise across m as one mode of r coordinates, its square follows a gamma law.
 * Good to 1e-8. Source for the doubly exponential rule: Takahasi & Mori (1974).
 *
 * @throws RangeError if both mean and variance are zero: such a g has no direction
 */
export const expectedCosine = (modes: readonly Mode[]): number => {
  let size = 0; // E‖g‖²: sets the scale of x
  for (const { variance, count = 1, mean = 0 } of modes) size += variance * count + mean * mean;
  if (!(size > 0)) throw new RangeError("a vector that is zero has no direction");
  const unit = 1 / Math.sqrt(size);
  let sum = 0;
  for (let k = -NODES; k <= NODES; k++) {
    const t = k * STEP;
    const x = unit * Math.exp((Math.PI / 2) * Math.sinh(t));
    const slope = x * (Math.PI / 2) * Math.cosh(t);
    let [exponent, product] = [0, 0];
    for (const { variance, count = 1, mean = 0, product: alpha = 0 } of modes) {
      const spread = 1 + 2 * variance * x * x;
      exponent -= (count / 2) * Math.log(spread) + (mean * mean * x * x) / spread;
      product += alpha / spread;
    }
    sum += slope * product * Math.exp(exponent);
  }
  return (2 / Math.sqrt(Math.PI)) * STEP * sum;
};
