import type { Estimator } from "../../src/estimators/estimator.ts";
import { estimators } from "../../src/estimators/index.ts";
import type { EstimatorContext } from "../../src/estimators/kind.ts";
import { choice, make } from "../../src/registry.ts";
import { draws } from "../problems/estimator-of.ts";
import type { Problem } from "../problems/problem-of.ts";
import { allPaths, type Path, pack, scoreOf } from "../problems/trajectories.ts";

export const groupRelativeOf = (problem: Problem, options: object, groupSize: number): Estimator =>
  make<[EstimatorContext], Estimator>(
    estimators,
    choice(estimators).parse({ kind: "group-relative", ...options }),
    {
      ...problem,
      groupSize,
      offPolicy: false,
      critic: () => {
        throw new Error("no critic");
      },
    },
  );

/** The exact mean over all batches of `groups` groups of K trajectories that share their first state. */
export const meanOf = (problem: Problem, options: object, K: number, groups = 1): Float64Array => {
  const { estimate } = groupRelativeOf(problem, options, K);
  const { initial } = problem.environment.model!;
  const paths = allPaths(problem);
  const mean = new Float64Array(problem.policy.parameters);
  const out = new Float64Array(mean.length);
  const visit = (chosen: Path[], probability: number): void => {
    if (chosen.length === groups * K) {
      estimate({ ...pack(chosen), groupSize: K }, problem.point, out, draws);
      for (let j = 0; j < mean.length; j++) mean[j] += probability * out[j];
      return;
    }
    const opens = chosen.length % K === 0;
    for (const path of paths) {
      const [prompt] = path.states;
      if (opens) visit([...chosen, path], probability * path.probability);
      else if (prompt === chosen.at(-1)?.states[0])
        visit([...chosen, path], (probability * path.probability) / initial[prompt]);
    }
  };
  visit([], 1);
  return mean;
};

/** E[f(path) S] with S the sum of its scores: the gradient of E[f] for an f that does not know θ. */
export const scored = (problem: Problem, f: (path: Path) => number): Float64Array => {
  const sum = new Float64Array(problem.policy.parameters);
  for (const path of allPaths(problem)) {
    for (const [t, state] of path.states.entries())
      for (const [j, x] of scoreOf(problem, state, path.actions[t]).entries())
        sum[j] += path.probability * f(path) * x;
  }
  return sum;
};
