import type { RunConfig } from "../config/plan.ts";
import { isTabular, type Policy } from "../policies/policy.ts";
import { normal, stream } from "../random.ts";

/** The first θ of a run. @throws RangeError for a list of another length, or a part that is given twice. # [P] */
export const initialTheta = (
  { policy: written, seed }: Pick<RunConfig, "policy" | "seed">,
  policy: Policy,
): Float64Array => {
  const { initial } = written;
  if (initial !== undefined && "initialDeviation" in written && written.initialDeviation !== undefined)
    throw new RangeError("initial is all of the first θ; take policy.initialDeviation out");
  const { parameters } = policy;
  if (initial === undefined && !isTabular(policy) && policy.initial)
    return policy.initial(stream(seed, "theta"));
  if (initial === undefined || initial === "zeros") return new Float64Array(parameters);
  if (Array.isArray(initial)) {
    if (initial.length !== parameters)
      throw new RangeError(`expected ${parameters} numbers, the length of θ; got ${initial.length}`);
    return Float64Array.from(initial);
  }
  const random = stream(seed, "theta");
  return Float64Array.from({ length: parameters }, () => initial.normal * normal(random));
};
