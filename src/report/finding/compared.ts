import { rootSumOfSquares } from "../../arithmetic/root-sum-of-squares.ts";
import type { FoundEstimator, ProbeFinding } from "./finding.ts";

/** An estimator that is compared with ∇J. */
export type Compared = FoundEstimator & { readonly alignment: number; readonly angle: number };

export const isCompared = (each: FoundEstimator): each is Compared => each.alignment !== undefined;

/** Those of a probe that may be ranked, the best first: what has more trajectories behind it is not compared with what has fewer. */
export const comparedIn = ({ estimators, batchSize }: ProbeFinding): readonly Compared[] => {
  const compared = estimators.filter(isCompared);
  const alike = compared.filter((each) => each.batchSize === batchSize);
  return alike.length > 0 ? alike : compared.slice(0, 1);
};

/** Standard errors between two alignments that are told apart. */
const APART = 3;

/** Whether the errors tell two alignments apart. */
export const apart = (a: Compared, b: Compared): boolean =>
  Math.abs(a.alignment - b.alignment) > APART * rootSumOfSquares(a.standardError, b.standardError) + 1e-12;
