/**
 * Averages R estimates in groups of neighbors, of sizes that differ by one at most; those that are not finite are left out.
 *
 * @param P length of an estimate @param count groups, at most R
 */
export const groupMeans = (R: number, P: number, count: number) => {
  const sums = new Float64Array(count * P);
  const sizes = new Float64Array(count);
  return {
    /** @param gradients [n, P] @param finite [n] @param first number of the first of these n */
    add(gradients: Float64Array, finite: Uint8Array, first: number): void {
      for (let i = 0; i < finite.length; i++) {
        if (finite[i] === 0) continue;
        const k = Math.floor(((first + i) * count) / R);
        sizes[k]++;
        for (let j = 0; j < P; j++) sums[k * P + j] += gradients[i * P + j];
      }
    },
    /** The means of the groups that have any, in their order. # [at most count, P] */
    means(): Float64Array {
      const means = new Float64Array(sizes.filter((size) => size > 0).length * P);
      let row = 0;
      for (let k = 0; k < count; k++) {
        if (sizes[k] === 0) continue;
        for (let j = 0; j < P; j++) means[row * P + j] = sums[k * P + j] / sizes[k];
        row++;
      }
      return means;
    },
  };
};
