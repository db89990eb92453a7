import type { Rows } from "./cell-noise.ts";

/** The finite estimates of a cell: the very memory where all are. @param gradients [R, P] @param finite [R] */
export const finiteRows = (gradients: Float64Array, finite: Uint8Array): Rows => {
  const R = finite.length;
  const P = gradients.length / R;
  if (!finite.includes(0)) return { vectors: gradients, count: R };
  const count = finite.reduce((sum, one) => sum + one, 0);
  const vectors = new Float64Array(count * P);
  let row = 0;
  for (let r = 0; r < R; r++) {
    if (finite[r] === 0) continue;
    vectors.set(gradients.subarray(r * P, (r + 1) * P), row * P);
    row++;
  }
  return { vectors, count };
};
