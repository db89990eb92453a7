import { momentsFor } from "../../../src/moments/moments-for.ts";
import { setUpOf, sevenOn } from "../problems.ts";
import { serve } from "./serve.ts";

/**
 * The exact gradient of a problem, or the exact moments of its estimator, or those of the seven of FrozenLake together.
 * Arguments: problem; gradient, moments or seven.
 */
const [problem, what] = process.argv.slice(2);
const { point, estimators } = (what === "seven" ? sevenOn : setUpOf)(problem);
const truth = new Float64Array(point.theta.length);
point.exact?.gradient(truth);

const moments = (): number => {
  const momentsAt = momentsFor(point, truth);
  const variances = estimators.map(({ estimator }) => momentsAt?.(estimator, 1)?.totalVariance ?? Number.NaN);
  return variances.reduce((sum, each) => sum + each, 0);
};
const gradient = (): number => {
  point.moveTo(point.theta); // so that it is computed anew
  point.exact?.gradient(truth);
  return truth.reduce((sum, each) => sum + each * each, 0);
};

await serve(`Node ${process.versions.node}`, (count) => {
  let check = 0;
  for (let i = 0; i < count; i++) check = what === "gradient" ? gradient() : moments();
  return { units: count, trajectories: count, check };
});
