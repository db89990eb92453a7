/**
 * Makes some vectors orthonormal, one after the other and in place, by Gram & Schmidt, twice for each. It is the Q of a
 * QR factorization whose R has a positive diagonal; so from standard normal vectors, uniform over all orthonormal ones.
 *
 * Source: Mezzadri (2007), Notices of the AMS 54, §5 (the diagonal of R); Giraud et al. (2005), Numerische Mathematik
 * 101 (twice is enough).
 *
 * @param vectors linearly independent, at most `length` of them. # [count, length]
 */
export const orthonormalize = (vectors: Float64Array, count: number, length: number): void => {
  for (let i = 0; i < count; i++) {
    const row = i * length;
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < row; before += length) {
        let overlap = 0;
        for (let j = 0; j < length; j++) overlap += vectors[row + j] * vectors[before + j];
        for (let j = 0; j < length; j++) vectors[row + j] -= overlap * vectors[before + j];
      }
    }
    let square = 0;
    for (let j = 0; j < length; j++) square += vectors[row + j] ** 2;
    for (let j = 0; j < length; j++) vectors[row + j] /= Math.sqrt(square);
  }
};
