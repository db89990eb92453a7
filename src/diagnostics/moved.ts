import { isTabular } from "../policies/policy.ts";
import type { FrozenPolicy } from "../problem/frozen.ts";
import type { MovablePlace } from "./diagnostic.ts";

/**
 * Sets the policy of the simulation to θ', with the observation normalizer of the policy that is measured.
 * @param theta θ'. # [P]
 * @returns that policy
 */
export const movedTo = ({ simulation, at }: MovablePlace, theta: Float64Array): FrozenPolicy => {
  const own = simulation.at;
  if (!isTabular(own.policy) && !isTabular(at.policy) && at.policy.normalizer)
    own.policy.normalizer?.moments.set(at.policy.normalizer.moments);
  own.theta.set(theta);
  own.freeze();
  return own;
};
