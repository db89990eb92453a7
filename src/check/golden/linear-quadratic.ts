import type { ContinuousEnvironment, Outcome } from "../../../envs/contract/environment.ts";
import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { linearQuadratic } from "../../../envs/linear-quadratic.ts";
import { optimalControl, stationaryControl } from "../../truth/linear-quadratic/riccati.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, type GoldenContinuousProblem, goldenContinuousProblem, momentsOf } from "./problem.ts";

/** K = (−0.2, −0.5) and σ = 0.1 on the double integrator, with its process noise of .01. */
export const DOUBLE_INTEGRATOR: Golden = {
  environment: { kind: "linear-quadratic", preset: "double-integrator" },
  policy: { kind: "linear-gaussian", deviation: 0.1 },
  objective: { discount: 1, horizon: 10 },
  theta: [-0.2, -0.5],
};

type Options = Parameters<GoldenContinuousProblem["estimator"]>[0];

export const TOTAL: Options = { kind: "reinforce", return: "total" };
export const TO_GO: Options = { kind: "reinforce" };
/** Reward-to-go − b_t, b_t = E[G_t]. */
export const TO_GO_MINUS_MEAN: Options = { ...TO_GO, baseline: { kind: "time", fit: "exact" } };

/** Six decimals are known of the costs and gains. */
const SIX = 5e-7;
/** The golden total variances are estimates, whose tails are heavy. */
const ESTIMATED = 0.05;

/** The best control of the double integrator and of the data center, by the Riccati recursion. */
export function* bestControl(): Generator<Claim> {
  const claim = (what: string, figure: number, expected: number, tolerance = SIX) =>
    near(`double integrator: ${what}`, figure, expected, tolerance);
  // the average cost of a step under noise of variance 1, that of the preset being 10⁴ times as small
  const { gain, noiseReward } = stationaryControl(
    modelOf(environmentOf({ preset: "double-integrator", noise: 1 })),
    1,
  );
  yield claim("K*, position", gain[0], -0.480534);
  yield claim("K*, velocity", gain[1], -1.249621);
  yield claim("J∞*, average cost of a step at unit noise", -noiseReward, 5.931125);

  const quiet = environmentOf({ preset: "double-integrator", noise: 0 });
  const T = DOUBLE_INTEGRATOR.objective.horizon;
  const best = optimalControl(modelOf(quiet), 1, T);
  yield claim("J_T*, least cost without noise, by Riccati", -best.value, 1.600482);
  yield claim("J_T*, by stepping with its gains", costOf(quiet, T, best.gains), 1.600482);
  yield claim("cost without control and noise", costOf(quiet, T, new Float64Array(2 * T)), 10, 1e-12);

  const dataCenter = stationaryControl(modelOf(environmentOf({ preset: "data-center" })), 1);
  yield near("data center: J∞*, average cost of a step", -dataCenter.noiseReward, 137.287166, SIX);
}

/** At K = (−0.2, −0.5): the slopes of the cost, and the total variance of one trajectory's estimate, by exact moments. */
export function* doubleIntegrator(): Generator<Claim> {
  const parts = goldenContinuousProblem(DOUBLE_INTEGRATOR);
  const { point, estimator } = parts;
  const gradient = new Float64Array(2);
  point.exact?.gradient(gradient);
  for (const [j, slope] of [0.742964, 4.146074].entries())
    yield near(`double integrator: slope of the cost by K_${j}`, -gradient[j], slope, SIX);

  const value = point.exact?.value ?? Number.NaN;
  const variances: [string, Options, number][] = [
    ["total return", TOTAL, 5650],
    ["total return − J", { ...TOTAL, baseline: { kind: "constant", value } }, 545],
    ["reward-to-go", TO_GO, 2490],
    ["reward-to-go − b_t", TO_GO_MINUS_MEAN, 431],
  ];
  for (const [what, options, expected] of variances) {
    const { totalVariance } = momentsOf(parts, estimator(options));
    yield near(
      `double integrator: total variance, ${what}`,
      totalVariance,
      expected,
      ESTIMATED * expected,
      "exact; the golden number is an estimate, 5 %",
    );
  }
}

const environmentOf = (options: object): ContinuousEnvironment =>
  linearQuadratic.create(linearQuadratic.options.parse(options));

const modelOf = ({ model }: ContinuousEnvironment): LinearQuadraticModel => {
  if (model?.kind !== "linear-quadratic") throw new TypeError("expected a linear-quadratic model");
  return model;
};

/** What a trajectory without noise costs, u_t = K_t x. @param gains [T, 1, D] */
const costOf = (environment: ContinuousEnvironment, horizon: number, gains: Float64Array): number => {
  const D = environment.stateSize;
  const state = new Float64Array(D);
  const action = new Float64Array(1);
  const outcome: Outcome = { reward: 0, terminated: false };
  const noDraws = { next: () => Number.NaN };
  environment.reset(state, noDraws);
  let cost = 0;
  for (let t = 0; t < horizon; t++) {
    action[0] = state.reduce((sum, x, j) => sum + gains[t * D + j] * x, 0);
    environment.step(state, action, noDraws, outcome);
    cost -= outcome.reward;
  }
  return cost;
};
