import { describe, expect, it } from "vitest";
import { weightedEstimate } from "../../src/problem/weighting.ts";
import { largest, normals } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { sampler } from "../problems/estimator-of.ts";
import { frozenLake, threeStates } from "../problems/index.ts";
import { problemOf } from "../problems/problem-of.ts";
import { scoreOf } from "../problems/trajectories.ts";

const problems = {
  "the three-state chain": threeStates(),
  FrozenLake: frozenLake(),
  "the Bernoulli-logistic policy": problemOf(
    environmentOf("contextual-bernoulli"),
    [0.7, -1.2],
    { discount: 1, horizon: 1 },
    "bernoulli",
  ),
};

describe("weightedEstimate", () => {
  it.each(Object.entries(problems))(
    "equals the slow sum (1/n) Σ w ψ over single steps on %s",
    (_, problem) => {
      const { policy, point } = problem;
      const draw = sampler(problem, "test", "weighted");
      let weights = new Float64Array(0);
      const { estimate } = weightedEstimate((_batch, _at, out) => out.set(weights));
      for (const trajectories of [3, 40, 1]) {
        const batch = draw(trajectories);
        weights = normals(batch.steps, "weights", `${trajectories}`) as Float64Array<ArrayBuffer>;
        const slow = new Float64Array(policy.parameters);
        for (let k = 0; k < batch.steps; k++) {
          const score = scoreOf(problem, batch.states[k], batch.actions[k]);
          for (let j = 0; j < slow.length; j++) slow[j] += (weights[k] * score[j]) / trajectories;
        }
        const fast = new Float64Array(policy.parameters).fill(Number.NaN);
        estimate(batch, point, fast);
        expect(largest(fast.map((x, j) => x - slow[j]))).toBeLessThan(1e-12);
      }
    },
  );
});
