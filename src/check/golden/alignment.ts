import { norm } from "../../linear-algebra/norm.ts";
import { dot } from "../../linear-algebra/vectors.ts";
import { sharedEstimate } from "../../problem/weighting.ts";
import { stream } from "../../random.ts";
import { mean, variance } from "../../statistics/mean.ts";
import { type Claim, near } from "../claim.ts";
import { DOUBLE_INTEGRATOR, TO_GO_MINUS_MEAN, TOTAL } from "./linear-quadratic.ts";
import { goldenContinuousProblem, truthOf } from "./problem.ts";

/** Of the golden numbers, which are estimates themselves. */
const TOLERANCE = 0.02;

/** n, how many estimates are drawn, and the mean cosine of both estimators with ∇J. */
const golden: readonly (readonly [n: number, replicates: number, total: number, toGo: number])[] = [
  [1, 10_000, -0.07, 0.34],
  [10, 5_000, 0.18, 0.71],
  [100, 4_000, 0.58, 0.93],
  [1_000, 400, 0.89, 0.991],
];

/**
 * Mean cosine of unbiased estimates with ∇J on the double integrator, by a seeded simulation in which both estimators
 * see the same trajectories: it can be negative, since the long estimates are those that point the right way.
 * The tolerance is that of the golden number and three standard errors of the simulation.
 */
export function* alignment(): Generator<Claim> {
  const { point, estimator } = goldenContinuousProblem(DOUBLE_INTEGRATOR);
  const truth = truthOf({ point });
  const weightings = [TOTAL, TO_GO_MINUS_MEAN].flatMap((options) => estimator(options).weighting ?? []);
  const together = sharedEstimate(weightings);
  const estimates = weightings.map(() => new Float64Array(truth.length));
  for (const [n, replicates, ...expected] of golden) {
    const key = ["check", "alignment", n];
    const draw = point.sampler(stream(...key, "actions"), stream(...key, "environment"));
    const cosines = expected.map(() => new Float64Array(replicates));
    for (let r = 0; r < replicates; r++) {
      together(draw(n), point, estimates);
      for (const [e, estimate] of estimates.entries())
        cosines[e][r] = dot(estimate, truth) / (norm(estimate) * norm(truth));
    }
    for (const [e, name] of ["total return", "reward-to-go − b_t"].entries()) {
      const figure = mean(cosines[e]);
      const error = Math.sqrt(variance(cosines[e]) / replicates);
      yield near(
        `double integrator: mean cosine at n = ${n}, ${name}`,
        figure,
        expected[e],
        TOLERANCE + 3 * error,
        `${replicates} seeded estimates, standard error ${error.toPrecision(1)}`,
      );
    }
  }
}
