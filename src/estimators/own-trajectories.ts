import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { EstimatorContext } from "./kind.ts";

/**
 * For estimators that draw their own trajectories, one by one and from the policy.
 * @throws RangeError, naming `kind`, where trajectories are drawn in groups, or by a behavior
 */
export const needPlainTrajectories = (
  { offPolicy, groupSize }: Pick<EstimatorContext, "offPolicy" | "groupSize">,
  kind: string,
): void => {
  if (offPolicy) throw new RangeError(`${kind} draws trajectories of the policy; the study names a behavior`);
  if (groupSize > 1)
    throw new RangeError(`${kind} draws trajectories one by one; the study draws groups of ${groupSize}`);
};

/**
 * How many sets of `size` trajectories a batch allows for.
 * @throws RangeError, naming `kind`, where they do not come out even
 */
export const setsOf = ({ trajectories }: TrajectoryBatch, size: number, kind: string): number => {
  if (trajectories % size !== 0 || trajectories === 0)
    throw new RangeError(`${kind} needs batches of a multiple of ${size} trajectories; got ${trajectories}`);
  return trajectories / size;
};
