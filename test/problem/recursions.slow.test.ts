import { describe, expect, it } from "vitest";
import type { Point } from "../../src/problem/point.ts";
import { type SharedWeighting, sharedEstimate } from "../../src/problem/weighting.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { environmentOf } from "../problems/environments.ts";
import { sampler } from "../problems/estimator-of.ts";
import { doubleIntegrator, endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { type Problem, problemOf } from "../problems/problem-of.ts";
import { variantsOf } from "../variants.ts";

const CRITICS = [{ kind: "exact" }, { kind: "td" }, { kind: "td", fit: "same-batch" }];

const problems = {
  "a chain that ends anywhere": endingAnywhere(),
  "three states without discount": threeStates({ discount: 1 }),
  FrozenLake: frozenLake(),
  "the Bernoulli-logistic policy": problemOf(
    environmentOf("contextual-bernoulli"),
    [0.7, -1.2],
    { discount: 1, horizon: 1 },
    "bernoulli",
  ),
  "the double integrator": doubleIntegrator() as Problem,
};

type Estimate = (batch: TrajectoryBatch, point: Point, outs: readonly Float64Array[]) => void;

const estimatesOf = (estimate: Estimate, batch: TrajectoryBatch, point: Point, count: number) => {
  const outs = Array.from({ length: count }, () => new Float64Array(point.theta.length).fill(Number.NaN));
  estimate(batch, point, outs);
  return outs;
};

/** The same weighting, as a function and nothing else. */
const plain = ({ weigh, per }: SharedWeighting): SharedWeighting => ({ weigh, per });

describe.each(Object.entries(problems))("on %s", (_, problem) => {
  const { point } = problem;
  const variants = variantsOf(problem, undefined, CRITICS).filter(({ estimator }) => estimator.weighting);
  const weightings = variants.map(({ estimator }) => estimator.weighting!);
  const recursive = weightings.filter(({ recursion }) => recursion);

  it("estimators whose weights are recursions have the same bits side by side as alone", () => {
    expect(recursive.length).toBeGreaterThan(5);
    expect(recursive.length).toBeLessThan(weightings.length);
    const together = sharedEstimate(weightings);
    const few = [2, 3, 5].map((count) => sharedEstimate(recursive.slice(0, count)));
    const draw = sampler(problem, "test", "recursions");
    for (const trajectories of [5, 1, 40]) {
      const batch = draw(trajectories);
      const alone = weightings.map(
        (weighting) => estimatesOf(sharedEstimate([plain(weighting)]), batch, point, 1)[0],
      );
      const all = estimatesOf(together, batch, point, weightings.length);
      for (const [e, { name }] of variants.entries()) expect(all[e], name).toEqual(alone[e]);
      const ofRecursive = alone.filter((_, e) => weightings[e].recursion);
      for (const [i, count] of [2, 3, 5].entries())
        expect(estimatesOf(few[i], batch, point, count)).toEqual(ofRecursive.slice(0, count));
    }
  });
});

it("a recursion that is wrong in a last bit is found", () => {
  const { point } = problems.FrozenLake;
  const [weighting, other] = variantsOf(problems.FrozenLake, undefined, CRITICS).flatMap(
    ({ estimator }) => estimator.weighting ?? [],
  );
  const batch = sampler(problems.FrozenLake, "test", "recursions")(40);
  const decay = weighting.recursion!.decay * (1 + Number.EPSILON);
  const wrong = { ...weighting, recursion: { ...weighting.recursion!, decay } };
  const [alone] = estimatesOf(sharedEstimate([plain(weighting)]), batch, point, 1);
  expect(estimatesOf(sharedEstimate([weighting, other]), batch, point, 2)[0]).toEqual(alone);
  expect(estimatesOf(sharedEstimate([wrong, other]), batch, point, 2)[0]).not.toEqual(alone);
});
