import { isDiscrete } from "../../envs/contract/environment.ts";
import type { DiscretePoint, Point } from "../problem/point.ts";
import { linearQuadraticAt, linearQuadraticModel } from "../truth/index.ts";
import type { Baseline, BaselineContext } from "./kind.ts";
import { tableOfTimes } from "./table-of-times.ts";

/**
 * b_t = E[G_t | the trajectory goes on at t], exact at the current θ; for returns from the start, E[R] at all times.
 * @throws RangeError without a model, or off-policy
 */
export const exactMeans = ({
  environment,
  objective: { horizon },
  offPolicy,
  fromStart,
}: BaselineContext): Baseline => {
  const { kind } = environment;
  if (offPolicy) throw new RangeError('fit "exact" needs trajectories of the policy, not of a behavior');
  const known = isDiscrete(environment) ? environment.model : linearQuadraticModel(environment);
  if (known === undefined)
    throw new RangeError(`fit "exact" needs a model of several steps; ${kind} has none`);
  const meansAt = (point: Point): Float64Array => {
    const means = isDiscrete(environment)
      ? finiteMeans(point as DiscretePoint, horizon)
      : quadraticMeans(point);
    return fromStart ? means.fill(means[0]) : means;
  };
  return {
    unbiased: true,
    minimumBatch: 1,
    law: { kind: "form", across: "independent", values: (point) => tableOfTimes(point, meansAt(point)) },
    subtract(batch, point, returns) {
      const means = meansAt(point);
      for (let i = 0; i < batch.trajectories; i++) {
        const first = batch.offsets[i];
        for (let k = first; k < batch.offsets[i + 1]; k++) returns[k] -= means[k - first];
      }
    },
  };
};

/** Σ_s d_t(s) V_t(s) / Σ_s d_t(s); 0 where no trajectory goes on. # [T + 1] */
const finiteMeans = ({ solution, policy: { states } }: DiscretePoint, horizon: number): Float64Array => {
  const means = new Float64Array(horizon + 1);
  if (solution === undefined) throw new TypeError("exact means need an environment with a model");
  const { occupancy, values } = solution;
  for (let t = 0; t < horizon; t++) {
    let mass = 0;
    let sum = 0;
    for (let row = t * states; row < (t + 1) * states; row++) {
      mass += occupancy[row];
      sum += occupancy[row] * values[row];
    }
    means[t] = mass > 0 ? sum / mass : 0;
  }
  return means;
};

const quadraticMeans = (point: Point): Float64Array => {
  const exact = linearQuadraticAt(point);
  if (exact === undefined) throw new TypeError("exact means need a problem whose values are known");
  return exact.meanReturns.slice();
};
