/**
 * P-values adjusted for m tests, so that rejecting those below α errs anywhere with probability at most α, however
 * the tests depend on each other: p₍ᵢ₎ → max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎).
 *
 * Source: Holm (1979), Scand. J. Statist. 6.
 * @param pValues [m]
 * @returns adjusted, in the same order. # [m]
 */
export const holm = (pValues: Float64Array): Float64Array => {
  const m = pValues.length;
  const order = Int32Array.from(pValues.keys()).sort((i, j) => pValues[i] - pValues[j]);
  const adjusted = new Float64Array(m);
  let largest = 0;
  order.forEach((i, place) => {
    largest = Math.max(largest, Math.min(1, (m - place) * pValues[i]));
    adjusted[i] = largest;
  });
  return adjusted;
};
