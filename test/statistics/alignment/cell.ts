import { normal, stream } from "../../../src/random.ts";
import type { Rows, TruthVector } from "../../../src/statistics/alignment/cell-noise.ts";

/** N estimates around a mean, with independent normal coordinates. */
export const normalRows = (
  count: number,
  mean: readonly number[],
  deviations: readonly number[],
  ...key: (string | number)[]
): Rows => {
  const random = stream("test", "alignment", ...key);
  const P = mean.length;
  const vectors = Float64Array.from(
    { length: count * P },
    (_, i) => mean[i % P] + deviations[i % P] * normal(random),
  );
  return { vectors, count };
};

export const truthOf = (gradient: readonly number[], standardError = 0): TruthVector => ({
  gradient: Float64Array.from(gradient),
  norm: Math.hypot(...gradient),
  standardError,
});
