import type { Truth } from "../events.ts";
import { norm } from "../norm.ts";
import type { FrozenPolicy, Objective } from "../types.ts";

/** The truth without sampling. @throws TypeError where it is not known */
export const exactTruth = ({ policy, exact }: FrozenPolicy, objective: Objective): Truth => {
  if (exact === undefined) throw new TypeError(`no exact gradient is known for the policy ${policy.kind}`);
  const gradient = new Float64Array(policy.parameters);
  exact.gradient(gradient);
  const { value } = exact;
  return { ...objective, method: "exact", value, norm: norm(gradient), standardError: 0, gradient };
};
