import type { Estimator } from "../estimators/estimator.ts";
import { norm } from "../linear-algebra/norm.ts";
import type { Point } from "../problem/point.ts";
import { stream } from "../random.ts";
import { atMost, type Claim } from "./claim.ts";

/** |z| that a correct estimator exceeds with probability 6e-7 per comparison. */
const Z = 5;
/** Environment steps that a check may take, and estimates that it draws at most. */
const STEPS = 3_000_000;
const ESTIMATES = 20_000;
/** Part of the estimates that chooses what to compare with; the rest tests. */
const PILOT = 0.1;

/** Where and against what estimators are checked. */
export interface Yardstick {
  readonly point: Point;
  /** ∇J. # [P] */
  readonly truth: Float64Array;
  /** Estimators known to be unbiased. */
  readonly references: readonly Estimator[];
}

/**
 * Checks that the mean of an estimator is the true gradient, by a z-test of every coordinate and of the
 * component along ∇J (which sees an error of scale).
 *
 * To see small biases, the estimate ĝ is also compared with each reference ĥ on the same trajectories: the mean
 * of ĝ − ĥ must be 0, and where the two are close that difference varies far less than ĝ does (a control
 * variate with coefficient 1). A pilot chooses the comparison with the least variance; the test uses the rest.
 */
export function* checkUnbiased(name: string, estimator: Estimator, yardstick: Yardstick): Generator<Claim> {
  const { point, truth, references } = yardstick;
  const { environment, groupSize } = point.problem;
  const random = stream("check", name);
  const all = [estimator, ...references];
  const smallest = Math.max(...all.map(({ takes }) => takes.fewest), 2, groupSize);
  const batchSize = Math.ceil(smallest / groupSize) * groupSize;
  const draw = point.sampler(stream("check", name, "actions"), stream("check", name, "environment"));
  const P = truth.length;
  const estimates = all.map(() => new Float64Array(P));
  const batches = Math.max(...all.map(({ takes }) => takes.batches));
  const used = new Set(all.keys());
  let steps = 0;
  const next = (): void => {
    for (let b = 0; b < batches; b++) {
      const batch = draw(batchSize);
      steps += batch.steps;
      for (const e of used) {
        const each = all[e];
        if (b < each.takes.batches) each.estimate(batch, point, estimates[e], random);
        each.memory?.update(batch, point);
      }
    }
  };
  const errorAgainst = (reference: Float64Array, out: Float64Array): void => {
    for (let j = 0; j < P; j++) out[j] = estimates[0][j] - reference[j];
  };

  next(); // what learns has something to go by
  const comparisons = [truth, ...estimates.slice(1)];
  const pilots = comparisons.map(() => new Moments(P));
  const error = new Float64Array(P);
  for (let r = 0; r < ESTIMATES * PILOT && steps < STEPS * PILOT; r++) {
    next();
    for (const [c, reference] of comparisons.entries()) {
      errorAgainst(reference, error);
      pilots[c].add(error);
    }
  }
  const variances = pilots.map((pilot) => pilot.totalVariance);
  const best = variances.indexOf(Math.min(...variances)); // −1 if the estimates are no numbers
  const reference = comparisons[Math.max(0, best)];
  for (const e of used) if (e !== 0 && e !== best) used.delete(e);

  const length = norm(truth);
  const moments = new Moments(P + 1);
  const extended = new Float64Array(P + 1);
  for (let r = 0; r < ESTIMATES && steps < STEPS; r++) {
    next();
    errorAgainst(reference, extended);
    extended[P] = 0;
    for (let j = 0; j < P; j++) extended[P] += (extended[j] * truth[j]) / (length || 1);
    moments.add(extended);
  }
  const rounding = 1e-12 * (1 + length);
  const visible = Z * moments.standardError(P);
  const seen =
    visible <= rounding
      ? "; equal to a slow twin"
      : `; along ∇J, ${percent(visible / length)} of it would be seen`;
  yield atMost(
    `${environment.kind}: "${name}" is unbiased, worst |z|`,
    moments.largestZ(rounding),
    Z,
    `bias ${moments.meanNorm(P).toExponential(1)} of ‖∇J‖ ${length.toPrecision(3)} in ${moments.count} estimates${seen}`,
  );
}

const percent = (part: number): string => `${(100 * part).toPrecision(2)} %`;

/** Running mean and variance of vectors (Welford 1962). */
class Moments {
  count = 0;
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.#mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(vector: Float64Array): void {
    this.count++;
    for (let j = 0; j < this.#mean.length; j++) {
      const difference = vector[j] - this.#mean[j];
      this.#mean[j] += difference / this.count;
      this.#squares[j] += difference * (vector[j] - this.#mean[j]);
    }
  }

  standardError(j: number): number {
    return Math.sqrt(this.#squares[j] / (this.count - 1) / this.count);
  }

  get totalVariance(): number {
    return this.#squares.reduce((sum, square) => sum + square, 0) / (this.count - 1);
  }

  meanNorm(size: number): number {
    return norm(this.#mean.subarray(0, size));
  }

  /** The largest |mean / standard error|; a mean within rounding of 0 counts as 0. NaN fails every limit. */
  largestZ(rounding: number): number {
    let worst = 0;
    for (const [j, mean] of this.#mean.entries()) {
      if (Math.abs(mean) <= rounding) continue;
      const z = Math.abs(mean) / this.standardError(j);
      worst = Number.isNaN(z) ? Number.POSITIVE_INFINITY : Math.max(worst, z);
    }
    return worst;
  }
}
