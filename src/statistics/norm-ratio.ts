import { dot } from "../linear-algebra/vectors.ts";
import { squaredDistance } from "./bias/squared-distance.ts";
import { type Interval, LEVEL } from "./interval.ts";

/**
 * ‖E g‖/‖G‖ without the noise of ḡ, which makes ‖ḡ‖ too large: the root of `squaredDistance` from zero over ‖G‖².
 * Where that is negative (the mean is lost in noise) the root of its size, with a minus sign, stands for it.
 *
 * @param vectors estimates g. # [N, P] @param count N @param truth G, not zero. # [P]
 * @returns without unit
 */
export const normRatio = (
  vectors: Float64Array,
  count: number,
  truth: Float64Array,
  level = LEVEL,
): Interval => {
  const { estimate, low, high } = squaredDistance(vectors, count, new Float64Array(truth.length), level);
  const size = dot(truth, truth);
  const root = (square: number) => Math.sign(square) * Math.sqrt(Math.abs(square) / size);
  return { estimate: root(estimate), low: root(low), high: root(high) };
};
