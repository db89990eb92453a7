/** What trees are boosted for: the target y has the mean μ(F), and F is a sum of trees. */
export interface Loss {
  /** The F whose mean is this one. */
  linked(mean: number): number;
  /** μ(F). */
  mean(F: number): number;
  /** dμ/dF, at the mean μ. */
  slope(mean: number): number;
  /** −2 log-likelihood of y, but for a constant; of a Gaussian with the variance 1. */
  deviance(y: number, F: number): number;
  /** @throws RangeError for a y that it does not take; absent where it takes any */
  check?(y: number): void;
}

/** log(1 + e^F), without overflow. */
const softplus = (F: number): number => (F > 0 ? F + Math.log(1 + Math.exp(-F)) : Math.log(1 + Math.exp(F)));

/** More than rounding makes of a return that is 1, and than rewards are changed by to see what rounding makes of an estimate. */
const ROUNDING = 1e-9;

export const losses = {
  /** μ = F. */
  gaussian: {
    linked: (mean) => mean,
    mean: (F) => F,
    slope: () => 1,
    deviance: (y, F) => (y - F) * (y - F),
  },
  /** μ = 1/(1 + e^−F), a probability, also of a y between 0 and 1: its cross-entropy. F is infinite where all y are 0, or all 1. */
  bernoulli: {
    linked: (mean) => Math.log(Math.max(0, Math.min(mean, 1)) / Math.max(0, 1 - mean)),
    mean: (F) => 1 / (1 + Math.exp(-F)),
    slope: (mean) => mean * (1 - mean),
    deviance: (y, F) => 2 * ((y > 0 ? y * softplus(-F) : 0) + (y < 1 ? (1 - y) * softplus(F) : 0)),
    check(y) {
      if (!(y >= -ROUNDING && y <= 1 + ROUNDING))
        throw new RangeError(`loss "bernoulli" needs returns in [0, 1]; got ${y}; "gaussian" takes any`);
    },
  },
} as const satisfies Readonly<Record<string, Loss>>;

export type LossName = keyof typeof losses;
