import type { Truth } from "../events.ts";
import { norm } from "../norm.ts";
import type { FrozenPolicy, Objective } from "../types.ts";
import { exactGradient } from "./gradient.ts";

/** The truth by dynamic programming. @throws TypeError where the environment has no model */
export const exactTruth = (at: FrozenPolicy, objective: Objective): Truth => {
  const gradient = new Float64Array(at.policy.parameters);
  exactGradient(at, objective, gradient);
  const value = at.solution?.value ?? Number.NaN;
  return { ...objective, method: "exact", value, norm: norm(gradient), standardError: 0, gradient };
};
