import { isTabular } from "../policies/policy.ts";
import type { Point } from "../problem/point.ts";
import { constantQuadratics } from "../truth/linear-quadratic/quadratic.ts";

/** The table of a baseline that is one number at each time, whatever the state; see `EstimatorForm.values`. */
export const tableOfTimes = ({ policy }: Point, values: Float64Array): Float64Array => {
  const times = values.length;
  if (isTabular(policy)) {
    const table = new Float64Array(times * policy.states);
    for (let t = 0; t < times; t++) table.fill(values[t], t * policy.states, (t + 1) * policy.states);
    return table;
  }
  const table = constantQuadratics(times, policy.observationSize, 1);
  const size = table.length / times;
  for (let t = 0; t < times; t++) table[t * size] = values[t];
  return table;
};
