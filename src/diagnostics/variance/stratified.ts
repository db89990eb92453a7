import type { Random } from "../../random.ts";

/** Some of the numbers 0 … length − 1, with weights such that Σ w f(t) has the mean Σ_t f(t). */
export interface Stratified {
  readonly places: Int32Array;
  readonly weights: Float64Array;
}

/** One at random of each of `count` nearly equal strata, weighted by its size; all of them if there are no more. */
export const stratified = (length: number, count: number, random: Random): Stratified => {
  const strata = Math.min(length, count);
  const places = new Int32Array(strata);
  const weights = new Float64Array(strata);
  for (let l = 0; l < strata; l++) {
    const from = Math.floor((l * length) / strata);
    weights[l] = Math.floor(((l + 1) * length) / strata) - from;
    places[l] = from + (weights[l] === 1 ? 0 : Math.floor(random.next() * weights[l]));
  }
  return { places, weights };
};
