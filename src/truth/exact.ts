import { norm } from "../linear-algebra/norm.ts";
import type { Point } from "../problem/point.ts";
import { truthNoise } from "./noise.ts";
import type { TrueGradient } from "./true-gradient.ts";

/** The truth without sampling. @throws TypeError where it is not known */
export const exactTruth = ({ problem, policy, exact }: Point): TrueGradient => {
  if (exact === undefined) throw new TypeError(`no exact gradient is known for the policy ${policy.kind}`);
  const gradient = new Float64Array(policy.parameters);
  exact.gradient(gradient);
  const judged = {
    method: "exact",
    norm: norm(gradient),
    standardError: 0,
    rounding: exact.rounding(),
  } as const;
  return { ...problem.objective, ...judged, value: exact.value, noise: truthNoise(judged), gradient };
};
