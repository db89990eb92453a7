import { isDiscrete } from "../../envs/contract/environment.ts";
import type { DiscretePoint } from "../problem/point.ts";
import { LinearQuadraticSolution } from "../truth/linear-quadratic/solution.ts";
import type { Place } from "./diagnostic.ts";

/** V_t(s) of the policy. @param states snapshots @param k which of them */
export type ValueAt = (time: number, states: Float64Array, k: number) => number;

/** The exact V_t(s) of the policy, where it is known. */
export const exactValues = ({ environment, point }: Place): ValueAt | undefined => {
  if (isDiscrete(environment)) {
    const { solution } = point as DiscretePoint;
    return solution && ((time, states, k) => solution.values[time * environment.states + states[k]]);
  }
  const { exact } = point;
  if (exact instanceof LinearQuadraticSolution) {
    const D = environment.stateSize;
    return (time, states, k) => exact.valueAt(time, states, k * D);
  }
  if (exact && environment.model?.kind === "one-step") return () => exact.value;
  return undefined;
};
