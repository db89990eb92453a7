const PRODUCTS = 4e7; // multiplications that the estimate may take; about 40 ms

/**
 * tr(Σ²) of the covariance Σ of some vectors, without bias: (u·v)²/4 has this mean, where u and v are differences of
 * two disjoint pairs of vectors; the mean over many of these, all if they are few. It needs no P × P matrix.
 *
 * @param vectors independent, of one distribution. # [N, P]
 * @param count N, at least 6 @returns in units of ‖g‖⁴
 */
export const squareTrace = (vectors: Float64Array, count: number): number => {
  const P = vectors.length / count;
  const M = Math.floor(count / 2);
  const differences = new Float64Array(M * P);
  for (let i = 0; i < M; i++)
    for (let j = 0; j < P; j++)
      differences[i * P + j] = vectors[2 * i * P + j] - vectors[(2 * i + 1) * P + j];
  const lags = Math.max(1, Math.min(Math.floor((M - 1) / 2), Math.floor(PRODUCTS / (M * P))));
  let sum = 0;
  for (let lag = 1; lag <= lags; lag++) {
    for (let i = 0; i < M; i++) {
      const other = ((i + lag) % M) * P;
      let product = 0;
      for (let j = 0; j < P; j++) product += differences[i * P + j] * differences[other + j];
      sum += product * product;
    }
  }
  return sum / (4 * lags * M);
};
