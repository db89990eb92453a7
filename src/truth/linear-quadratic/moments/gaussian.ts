import { accumulate, type Monomials, type Polynomial } from "./monomials.ts";

const BINOMIAL = [[1]];
for (let m = 1; m <= 16; m++)
  BINOMIAL.push(
    Array.from({ length: m + 1 }, (_, k) => (BINOMIAL[m - 1][k - 1] ?? 0) + (BINOMIAL[m - 1][k] ?? 0)),
  );

/**
 * E[f(x + s + w)] as a polynomial of x, with independent w_v ~ N(0, deviation_v²): one coordinate after the other,
 * x^m → Σ_k C(m, k) E[(s + w)^k] x^{m−k}.
 *
 * @param shift s. # [variables] @param deviation # [variables]
 */
export const smoothed = (
  basis: Monomials,
  f: Polynomial,
  shift: Float64Array,
  deviation: Float64Array,
): Polynomial => {
  const { variables, exponents, lower, degree } = basis;
  let last = f;
  for (let v = 0; v < variables; v++) {
    if (shift[v] === 0 && deviation[v] === 0) continue;
    const moments = [1, shift[v]];
    for (let k = 1; k < degree; k++)
      moments.push(shift[v] * moments[k] + k * deviation[v] ** 2 * moments[k - 1]);
    const next = new Float64Array(f.length);
    for (let i = 0; i < f.length; i++) {
      const m = exponents[i * variables + v];
      for (let k = 0, j = i; k <= m; k++, j = lower[j * variables + v])
        next[j] += last[i] * BINOMIAL[m][k] * moments[k];
    }
    last = next;
  }
  return last;
};

/**
 * E[f(x)], x ~ N(mean, covariance): exp(½ Σ_ij S_ij ∂_i ∂_j) f at the mean.
 *
 * @param mean [variables] @param covariance S. # [variables, variables]
 */
export const gaussianMean = (
  basis: Monomials,
  f: Polynomial,
  mean: Float64Array,
  covariance: Float64Array,
): number => {
  const { variables, exponents, lower, last } = basis;
  const sum = f.slice();
  let term = f;
  for (let k = 1; 2 * k <= basis.degreeOf(f); k++) {
    const next = new Float64Array(f.length);
    for (let i = 0; i < f.length; i++) {
      if (term[i] === 0) continue;
      for (let a = 0; a < variables; a++) {
        const once = lower[i * variables + a];
        if (once < 0) continue;
        for (let b = 0; b < variables; b++) {
          const twice = lower[once * variables + b];
          if (twice < 0) continue;
          const slope = exponents[i * variables + a] * exponents[once * variables + b];
          next[twice] += (covariance[a * variables + b] * slope * term[i]) / (2 * k);
        }
      }
    }
    accumulate(sum, 1, next);
    term = next;
  }
  const powers = new Float64Array(f.length);
  let value = 0;
  for (let i = 0; i < f.length; i++) {
    powers[i] = i === 0 ? 1 : powers[lower[i * variables + last[i]]] * mean[last[i]];
    value += sum[i] * powers[i];
  }
  return value;
};
