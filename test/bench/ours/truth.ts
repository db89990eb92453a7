import { momentsFor } from "../../../src/moments/moments-for.ts";
import { setUpOf } from "../problems.ts";
import { serve } from "./serve.ts";

/** The exact gradient of a problem, or the exact moments of its estimator. Arguments: problem; gradient or moments. */
const [problem, what] = process.argv.slice(2);
const { point, estimators } = setUpOf(problem);
const truth = new Float64Array(point.theta.length);
point.exact?.gradient(truth);

const moments = (): number => {
  const momentsAt = momentsFor(point, truth);
  return momentsAt?.(estimators[0].estimator, 1)?.totalVariance ?? Number.NaN;
};
const gradient = (): number => {
  point.moveTo(point.theta); // so that it is computed anew
  point.exact?.gradient(truth);
  return truth.reduce((sum, each) => sum + each * each, 0);
};

await serve(`Node ${process.versions.node}`, (count) => {
  let check = 0;
  for (let i = 0; i < count; i++) check = what === "moments" ? moments() : gradient();
  return { units: count, trajectories: count, check };
});
