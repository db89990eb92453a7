import type { Rows } from "./cell-noise.ts";

/** Multiplications that it may take: some milliseconds. */
const PRODUCTS = 1e6;

/**
 * r = (tr Σ_⊥)²/tr Σ_⊥², over how many directions the noise at right angles to u is spread, by a U-statistic of the
 * differences d of disjoint pairs of estimates: E(d·d')²/4 = tr Σ_⊥² where d and d' are independent. A few hundred
 * estimates suffice.
 *
 * @param u a unit vector. # [P] @returns at least 1, at most P − 1; 1 where there is no such noise
 */
export const effectiveDimension = ({ vectors, count }: Rows, u: Float64Array): number => {
  const P = u.length;
  const M = Math.floor(count / 2);
  if (P < 3 || M < 3) return 1;
  const differences = new Float64Array(M * P);
  for (let i = 0; i < M; i++) {
    let along = 0;
    for (let j = 0; j < P; j++) {
      const d = vectors[2 * i * P + j] - vectors[(2 * i + 1) * P + j];
      differences[i * P + j] = d;
      along += d * u[j];
    }
    for (let j = 0; j < P; j++) differences[i * P + j] -= along * u[j];
  }
  const lags = Math.max(1, Math.min(Math.floor((M - 1) / 2), Math.floor(PRODUCTS / (M * P))));
  let [products, squares] = [0, 0]; // Σ (d·d')², Σ ‖d‖² ‖d'‖²
  const norms = new Float64Array(M);
  for (let i = 0; i < M; i++) for (let j = 0; j < P; j++) norms[i] += differences[i * P + j] ** 2;
  for (let lag = 1; lag <= lags; lag++)
    for (let i = 0; i < M; i++) {
      const k = (i + lag) % M;
      let product = 0;
      for (let j = 0; j < P; j++) product += differences[i * P + j] * differences[k * P + j];
      products += product * product;
      squares += norms[i] * norms[k];
    }
  return products > 0 ? Math.max(1, Math.min(P - 1, squares / products)) : 1;
};
