import { isTabular } from "../policies/policy.ts";
import type { Point } from "../problem/point.ts";
import type { MovablePlace } from "./diagnostic.ts";

/**
 * Sets the policy of the simulation to θ', with the observation normalizer of the policy that is measured.
 * @param theta θ'. # [P]
 * @returns that policy
 */
export const movedTo = ({ simulation, point }: MovablePlace, theta: Float64Array): Point => {
  const own = simulation.point;
  if (!isTabular(own.policy) && !isTabular(point.policy) && point.policy.normalizer)
    own.policy.normalizer?.moments.set(point.policy.normalizer.moments);
  own.theta.set(theta);
  own.freeze();
  return own;
};
