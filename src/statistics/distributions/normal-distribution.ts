const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/**
 * Φ(z) = P(Z ≤ z) of the standard normal distribution: by φ(z)(z + z³/3 + z⁵/15 + …) around zero and by Laplace's
 * continued fraction in the tails, so that small probabilities have small relative errors.
 *
 * Source: Marsaglia (2004), J. Stat. Softw. 11(4); Abramowitz & Stegun 26.2.14.
 */
export const normalProbability = (z: number): number => {
  if (Math.abs(z) > 3) {
    const tail = upperTail(Math.abs(z));
    return z > 0 ? 1 - tail : tail;
  }
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density(z) * sum;
};

/** P(Z > z), z > 3. */
const upperTail = (z: number): number => {
  let fraction = z;
  for (let k = 60; k > 0; k--) fraction = z + k / fraction;
  return density(z) / fraction;
};

/**
 * Φ⁻¹(p): Newton's steps, with Halley's correction, from a rough start (Abramowitz & Stegun 26.2.23).
 *
 * @param p a probability; −∞ for 0, ∞ for 1
 */
export const normalQuantile = (p: number): number => {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let i = 0; i < 3; i++) {
    const step = (normalProbability(z) - p) / density(z);
    z -= step / (1 + (z * step) / 2);
  }
  return z;
};
