import { power } from "../../arithmetic/power.ts";
import { norm } from "../../linear-algebra/norm.ts";
import { gaussHermite } from "../reparameterized/gauss-hermite.ts";

/** J and its gradient about θ, without sampling. @param direction v. # [P] */
export interface Surroundings {
  /** (J(θ + hv) − J(θ − hv)) / 2h. */
  quotient(direction: Float64Array): number;
  /** Writes (∇J(θ + hv) + ∇J(θ − hv)) / 2; absent where ∇J is not known. @param out [P] */
  slope?(direction: Float64Array, out: Float64Array): void;
}

/**
 * Writes the mean of v (J(θ + hv) − J(θ − hv)) / 2h over a distribution of v, without drawing any.
 * @returns how far off it may be, as a norm; undefined where it would take too many evaluations
 */
export type DirectionRule = (about: Surroundings, out: Float64Array) => number | undefined;

/** Pairs of evaluations that a rule may take. */
const MAX_PAIRS = 10_000;
/** Quadratures are enough if two in a row differ by no more than this, relative to the mean size of the slopes. */
const TOLERANCE = 1e-8;

/** Every coordinate by itself: Σ_j e_j (J(θ + he_j) − J(θ − he_j)) / 2h. */
export const coordinateRule: DirectionRule = ({ quotient }, out) => {
  if (out.length > MAX_PAIRS) return undefined;
  const direction = new Float64Array(out.length);
  for (let j = 0; j < out.length; j++) {
    direction[j] = 1;
    out[j] = quotient(direction);
    direction[j] = 0;
  }
  return 0;
};

/** v = (±1, …, ±1), all 2^P of them, of which half are opposite to others: up to P = 14. */
export const signRule: DirectionRule = ({ quotient }, out) => {
  const P = out.length;
  const pairs = 2 ** (P - 1);
  if (pairs > MAX_PAIRS) return undefined;
  const direction = new Float64Array(P);
  out.fill(0);
  for (let i = 0; i < pairs; i++) {
    for (let j = 0; j < P; j++) direction[j] = (i >>> j) & 1 ? 1 : -1;
    const value = quotient(direction);
    for (let j = 0; j < P; j++) out[j] += (direction[j] * value) / pairs;
  }
  return 0;
};

/**
 * v ~ N(0, I), for which the mean is E[∇J(θ + hv)] (by parts), by the tensor product of Gauss–Hermite quadratures with
 * 3, 5, 7 … nodes for each coordinate, until two in a row agree or the next one would be too large: up to P = 6, where
 * there is room for 3 and 5. What the last two differ by is returned, which is more than the error of the last one where
 * they converge.
 */
export const gaussianRule: DirectionRule = ({ slope }, out) => {
  if (slope === undefined || pairsOf(3, out.length) + pairsOf(5, out.length) > MAX_PAIRS) return undefined;
  const before = new Float64Array(out.length);
  let pairs = 0;
  let error: number | undefined;
  for (const [attempt, n] of [3, 5, 7, 9, 11, 15, 21, 31].entries()) {
    pairs += pairsOf(n, out.length);
    if (pairs > MAX_PAIRS) break;
    before.set(out);
    const size = tensorMean(n, slope, out);
    if (attempt === 0) continue;
    error = norm(out.map((x, j) => x - before[j]));
    if (error <= TOLERANCE * size) break;
  }
  return error;
};

/** Pairs of opposite nodes, and the one in the middle, of n^P. */
const pairsOf = (n: number, P: number): number => (power(n, P) + 1) / 2;

/** Writes Σ w slope(v) over the n^P nodes, n odd, of which one is 0 and the others are in pairs; returns Σ w ‖slope‖. */
const tensorMean = (n: number, slope: NonNullable<Surroundings["slope"]>, out: Float64Array): number => {
  const P = out.length;
  const { nodes, weights } = gaussHermite(n);
  const direction = new Float64Array(P);
  const one = new Float64Array(P);
  const middle = pairsOf(n, P) - 1;
  let size = 0;
  out.fill(0);
  for (let i = 0; i <= middle; i++) {
    let weight = i === middle ? 1 : 2;
    for (let j = 0, rest = i; j < P; j++, rest = Math.floor(rest / n)) {
      direction[j] = nodes[rest % n];
      weight *= weights[rest % n];
    }
    slope(direction, one);
    size += weight * norm(one);
    for (let j = 0; j < P; j++) out[j] += weight * one[j];
  }
  return size;
};
