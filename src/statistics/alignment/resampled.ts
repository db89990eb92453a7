import { dot } from "../../linear-algebra/vectors.ts";
import type { Random } from "../../random.ts";
import { mean, variance } from "../mean.ts";
import type { Rows, TruthVector } from "./cell-noise.ts";
import { alignmentOf, averaged, type Noise } from "./noise.ts";

/** Groups of estimates that are resampled apart from each other. */
const PARTS = 8;
/** Additions for one of them: about a millisecond in all. */
const ADDITIONS = 100_000;
/** Standard errors of the normal law that chance explains. */
const CHANCE_ERRORS = 2.5;
/** Weight of the normal law where the groups hardly differ: 1, as if they did by this variance. */
const PRIOR = 1e-4;

/** The alignment of means of m stored estimates, and what the normal law says of the same estimates. */
export interface Resampled {
  /** m. */
  readonly averages: number;
  /** Mean cosine with the truth. */
  readonly alignment: number;
  /** Its standard error, by the groups; cosines are bounded, so that it holds however heavy the tails are. */
  readonly alignmentError: number;
  /** The normal law at the mean and covariance of the stored estimates. */
  readonly normal: number;
  /** The standard error of that, by the estimates that it knows. */
  readonly normalError: number;
  /**
   * ω: of what the normal law errs by, knowing no more than these estimates, the part that the alignment errs by too.
   * About 1; less where the covariance is that of a few rare estimates, of which the alignment knows nothing.
   */
  readonly weight: number;
  /** Standard error of alignment − ω normal. */
  readonly standardError: number;
}

/** The most estimates in one mean. */
export const mostAveraged = ({ count }: Rows): number => Math.max(1, Math.floor(count / PARTS / 4));

/**
 * Means of m estimates, drawn without replacement: a random order of the estimates, cut into blocks of m. Nothing is
 * assumed of their distribution, and nothing biases their mean cosine. Beside it, what the normal law says of such means
 * at the mean and covariance that the very same estimates have: what both of them err by is taken off later.
 *
 * The covariance of such a mean is (1/m − 1/N) of theirs around the mean of all, as N are all there are.
 *
 * @param m at most `mostAveraged` @param dimension r of the normal law
 */
export const resampled = (
  { vectors, count }: Rows,
  m: number,
  truth: TruthVector,
  dimension: number,
  random: Random,
): Resampled => {
  const found = new Float64Array(PARTS);
  const normal = new Float64Array(PARTS);
  for (let part = 0; part < PARTS; part++) {
    const first = Math.floor((part * count) / PARTS);
    const end = Math.floor(((part + 1) * count) / PARTS);
    const noise = noiseOf(vectors, first, end, truth, dimension);
    const share = 1 / m - 1 / (end - first);
    normal[part] = noise ? alignmentOf(averaged(noise, 1 / share)) : 0;
    found[part] = blockAlignment(vectors, first, end, m, truth, random);
  }
  const [alignment, law] = [mean(found), mean(normal)];
  const covariance = found.reduce((sum, x, i) => sum + (x - alignment) * (normal[i] - law), 0) / (PARTS - 1);
  const weight = Math.max(0, Math.min(1, (covariance + PRIOR) / (variance(normal) + PRIOR)));
  const rest = found.map((x, i) => x - weight * normal[i]);
  return {
    averages: m,
    alignment,
    alignmentError: Math.sqrt(variance(found) / PARTS),
    normal: law,
    normalError: Math.sqrt(variance(normal) / PARTS),
    weight,
    standardError: Math.sqrt(variance(rest) / PARTS),
  };
};

/**
 * The alignment, corrected by what the normal law is off by where its mean and covariance are better known: a control
 * variate (Lavenberg & Welch 1981). No more of it is taken off than chance explains: where rare estimates make most of the
 * covariance, the law of the few that are stored is another one.
 *
 * @param law what it says of the same batch size by the better known ones
 */
export const corrected = ({ alignment, normal, normalError, weight }: Resampled, law: number): number => {
  const most = CHANCE_ERRORS * normalError + 0.002;
  return alignment + weight * Math.max(-most, Math.min(most, law - normal));
};

/** The noise of one estimate around the mean of some, that mean being all that is known of theirs. */
const noiseOf = (
  vectors: Float64Array,
  first: number,
  end: number,
  { gradient, norm }: TruthVector,
  dimension: number,
): Noise | undefined => {
  const P = gradient.length;
  const N = end - first;
  const center = new Float64Array(P);
  for (let i = first; i < end; i++) for (let j = 0; j < P; j++) center[j] += vectors[i * P + j] / N;
  const square = dot(center, center);
  if (!(square > 0)) return undefined;
  let [along, total] = [0, 0];
  for (let i = first; i < end; i++) {
    let a = 0;
    for (let j = 0; j < P; j++) {
      const x = vectors[i * P + j] - center[j];
      a += x * center[j];
      total += x * x;
    }
    along += (a * a) / square;
  }
  return {
    cosine: dot(center, gradient) / (Math.sqrt(square) * norm),
    along: along / (N - 1) / square,
    across: Math.max(0, total - along) / (N - 1) / square,
    dimension,
  };
};

/** Mean cosine between the truth and means of m of the estimates from `first` to before `end`. */
const blockAlignment = (
  vectors: Float64Array,
  first: number,
  end: number,
  m: number,
  { gradient, norm }: TruthVector,
  random: Random,
): number => {
  const P = gradient.length;
  const N = end - first;
  const blocks = Math.floor(N / m);
  const rounds = m === 1 ? 1 : Math.max(1, Math.floor(ADDITIONS / (N * (P + 4))));
  const order = Int32Array.from({ length: N }, (_, i) => first + i);
  const sum = new Float64Array(P);
  let total = 0;
  for (let round = 0; round < rounds; round++) {
    for (let b = 0; b < blocks; b++) {
      sum.fill(0);
      for (let i = b * m; i < (b + 1) * m; i++) {
        const other = i + Math.floor(random.next() * (N - i));
        const chosen = order[other];
        order[other] = order[i];
        order[i] = chosen;
        for (let j = 0; j < P; j++) sum[j] += vectors[chosen * P + j];
      }
      const square = dot(sum, sum);
      if (square > 0) total += dot(sum, gradient) / Math.sqrt(square) / norm;
    }
  }
  return total / (rounds * blocks);
};
