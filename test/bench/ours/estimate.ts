import { plan, stream } from "../../../src/index.ts";
import { sharedEstimate } from "../../../src/problem/weighting.ts";
import { setUp } from "../../../src/setup/set-up.ts";
import { setUpOf, sevenEstimators } from "../problems.ts";
import { serve } from "./serve.ts";

/** An agent whose probes have seven estimators on FrozenLake 4x4. */
const SEVEN = { seeds: [0], agent: { iterations: 0 }, probe: { replicates: 2 } };

/** Rollout and estimates of a problem. Arguments: the problem, or "seven"; trajectories of a batch. */
const [problem, trajectories] = process.argv.slice(2);
const { point, estimators } = problem === "seven" ? setUp(plan(sevenEstimators(SEVEN))[0]) : setUpOf(problem);
const draws = (role: string) => stream("bench", role);
const sample = point.sampler(draws("actions"), draws("environment"));
const weightings = estimators.flatMap(({ estimator }) => estimator.weighting ?? []);
if (weightings.length !== (problem === "seven" ? 7 : 1))
  throw new RangeError("an estimator has no weighting");
const estimate = sharedEstimate(weightings);
const gradients = weightings.map(() => new Float64Array(point.theta.length));
const batchSize = Number(trajectories);

await serve(`Node ${process.versions.node}`, (count) => {
  let units = 0;
  for (let i = 0; i < count; i++) {
    const batch = sample(batchSize);
    estimate(batch, point, gradients);
    units += batch.steps;
  }
  const check = gradients.flatMap((gradient) => [...gradient]).reduce((sum, each) => sum + each * each, 0);
  return { units, trajectories: count * batchSize, check };
});
