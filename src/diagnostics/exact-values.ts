import { isFiniteEnvironment } from "../../envs/contract/environment.ts";
import type { FrozenTable } from "../problem/frozen.ts";
import { LinearQuadraticSolution } from "../truth/linear-quadratic/solution.ts";
import type { Place } from "./diagnostic.ts";

/** V_t(s) of the policy. @param states snapshots @param k which of them */
export type ValueAt = (time: number, states: Float64Array, k: number) => number;

/** The exact V_t(s) of the policy, where it is known. */
export const exactValues = ({ environment, at }: Place): ValueAt | undefined => {
  if (isFiniteEnvironment(environment)) {
    const { solution } = at as FrozenTable;
    return solution && ((time, states, k) => solution.values[time * environment.states + states[k]]);
  }
  const { exact } = at;
  if (exact instanceof LinearQuadraticSolution) {
    const D = environment.stateSize;
    return (time, states, k) => exact.valueAt(time, states, k * D);
  }
  if (exact && environment.model?.kind === "one-step") return () => exact.value;
  return undefined;
};
