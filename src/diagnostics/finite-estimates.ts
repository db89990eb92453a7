/** The estimates all of whose coordinates are finite. @param gradients [count, P] @returns [fewer, P] */
export const finiteEstimates = (gradients: Float64Array, count: number): Float64Array => {
  const P = gradients.length / count;
  const rows = Array.from({ length: count }, (_, r) => gradients.subarray(r * P, (r + 1) * P));
  const finite = rows.filter((row) => row.every(Number.isFinite));
  if (finite.length === count) return gradients;
  const out = new Float64Array(finite.length * P);
  for (const [r, row] of finite.entries()) out.set(row, r * P);
  return out;
};
