import type { Estimator } from "../estimators/estimator.ts";
import { norm } from "../linear-algebra/norm.ts";
import { momentsFor } from "../moments/moments-for.ts";
import { stream } from "../random.ts";
import { atMost, type Claim } from "./claim.ts";
import type { Yardstick } from "./estimator.ts";

/** |z| of a mean of squares, whose distribution has a long tail on one side. */
const Z = 6;
/** Environment steps that are taken, but for a few estimates; and estimates that are drawn at most. */
const STEPS = 1_000_000;
const MIN_ESTIMATES = 1_000;
const MAX_ESTIMATES = 20_000;
/** How far a figure may be off by rounding, in units of its size and of ‖∇J‖². */
const ROUNDING = 1e-9;

/**
 * Checks exact moments: the mean of ‖ĝ − ∇J‖² over a seeded simulation must be the total variance plus the square of the
 * bias. All estimators see the same trajectories; those without exact moments, or of several batches, are left out.
 */
export function* checkMoments(
  named: readonly { readonly name: string; readonly estimator: Estimator }[],
  { point, truth }: Omit<Yardstick, "references">,
): Generator<Claim> {
  const momentsAt = momentsFor(point, truth);
  if (momentsAt === undefined) return;
  const { environment, groupSize } = point.problem;
  const length = norm(truth);
  /** Whole groups that all of some estimators are defined for. */
  const batchFor = (...estimators: Estimator[]): number => {
    const smallest = Math.max(2, ...estimators.map(({ takes }) => takes.fewest));
    return Math.ceil(smallest / groupSize) * groupSize;
  };
  const single = named.filter(({ estimator }) => estimator.takes.batches === 1);
  const candidates = single.filter(({ estimator }) => momentsAt(estimator, batchFor(estimator)));
  const batchSize = batchFor(...candidates.map(({ estimator }) => estimator));
  const known = candidates.flatMap(({ name, estimator }) => {
    const moments = momentsAt(estimator, batchSize);
    if (moments === undefined) return [];
    const expected = moments.totalVariance + moments.biasNorm ** 2;
    const random = stream("check", "moments", name);
    return [{ name, estimator, expected, unit: expected + length ** 2 || 1, random, sum: 0, squares: 0 }];
  });
  if (known.length === 0) return;
  const draw = point.sampler(
    stream("check", "moments", "actions"),
    stream("check", "moments", "environment"),
  );
  const estimate = new Float64Array(truth.length);
  let count = 0;
  for (let steps = 0; count < MAX_ESTIMATES && (steps < STEPS || count < MIN_ESTIMATES); count++) {
    const batch = draw(batchSize);
    steps += batch.steps;
    for (const each of known) {
      each.estimator.estimate(batch, point, estimate, each.random);
      let square = 0;
      for (let j = 0; j < truth.length; j++) square += (estimate[j] - truth[j]) ** 2;
      const ratio = square / each.unit; // so that squares of squares do not overflow
      each.sum += ratio;
      each.squares += ratio * ratio;
    }
  }
  for (const { name, expected, unit, sum, squares } of known) {
    const mean = sum / count;
    const error = Math.sqrt(Math.max(0, squares / count - mean * mean) / (count - 1));
    const off = Math.abs(mean - expected / unit);
    yield atMost(
      `${environment.kind}: exact squared error of "${name}" against simulation, |z|`,
      off <= ROUNDING ? 0 : off / error,
      Z,
      `${shown(mean * unit)} ± ${shown(error * unit)} in ${count} estimates, exactly ${shown(expected)}`,
    );
  }
}

const shown = (x: number): string => x.toPrecision(3);
