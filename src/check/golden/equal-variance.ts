import { type Claim, near } from "../claim.ts";
import { type Golden, goldenProblem, momentsOf } from "./problem.ts";

/** Three arms that pay 1, 0.7 and 0, pulled alike. */
const ARMS: Golden = {
  environment: {
    kind: "finite-mdp",
    states: 1,
    actions: 3,
    start: 0,
    transitions: [1, 0.7, 0].map((reward, action) => ({ from: 0, action, reward, end: true })),
  },
  objective: { discount: 1, horizon: 1 },
  theta: [0, 0, 0],
};

/** b* = E[‖ψ‖²R] / E[‖ψ‖²]: the mean reward, since ‖ψ‖ is the same for all arms. */
const BEST = 1.7 / 3;

/** Baselines on either side of the best one have the same variance; what they make of learning differs. */
export function* equalVariance(): Generator<Claim> {
  const parts = goldenProblem(ARMS);
  const golden: [string, number, number][] = [
    ["b*", BEST, 0.058519],
    ["b* − 1", BEST - 1, 0.725185],
    ["b* + 1", BEST + 1, 0.725185],
  ];
  for (const [what, value, expected] of golden) {
    const estimator = parts.estimator({ kind: "reinforce", baseline: { kind: "constant", value } });
    yield near(
      `three arms: variance, baseline ${what}`,
      momentsOf(parts, estimator).totalVariance,
      expected,
      5e-7,
    );
  }
}
