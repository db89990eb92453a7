import type { Estimator } from "../estimators/estimator.ts";
import { limitOf } from "../estimators/law.ts";
import { dot } from "../linear-algebra/vectors.ts";
import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrueGradient } from "../truth/true-gradient.ts";

/** Draws of a rule that is random: an alignment to about 0.01 or better. */
const DRAWS = 2000;

/**
 * E cos(g, G) of an endless batch, whose estimate is the truth changed by rules alone: clipped, masked, solved for the
 * natural gradient. undefined where it does not follow, or the truth that is left is 0.
 */
export const limitAlignment = (
  estimator: Estimator,
  point: Point,
  { gradient, norm }: TrueGradient,
  random: Random,
): number | undefined => {
  const limit = limitOf(estimator);
  if (limit === undefined || !limit.of.estimand.unbiased || !(norm > 0)) return undefined;
  const changed = new Float64Array(gradient.length);
  let [sum, square] = [0, 0];
  for (let draw = 1; draw <= DRAWS; draw++) {
    changed.set(gradient);
    limit.change(changed, point, random);
    const size = Math.sqrt(dot(changed, changed));
    const cosine = size > 0 ? dot(changed, gradient) / size / norm : 0;
    sum += cosine;
    square += cosine * cosine;
    if (draw === 2 && square === (sum * sum) / 2) return cosine; // no draws: always the same
  }
  return sum / DRAWS;
};
