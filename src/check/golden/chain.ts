import { norm } from "../../linear-algebra/norm.ts";
import { type Claim, near } from "../claim.ts";
import { type Golden, goldenProblem, momentsOf, truthOf } from "./problem.ts";

/** Three states; 2 is absorbing without reward, and actions are still drawn in it. */
export const CHAIN: Golden = {
  environment: {
    kind: "finite-mdp",
    states: 3,
    actions: ["a0", "a1"],
    start: 0,
    transitions: [
      { from: 0, action: "a0", to: { 0: 0.9, 1: 0.1 }, reward: 0.1 },
      { from: 0, action: "a1", to: { 0: 0.1, 1: 0.9 } },
      { from: 1, action: "a0", to: { 0: 0.8, 1: 0.2 } },
      { from: 1, action: "a1", to: { 1: 0.2, 2: 0.8 }, reward: 1 },
      { from: 2, to: 2 },
    ],
  },
  objective: { discount: 0.9, horizon: 3 },
  theta: [0, 0.5, 0.3, -0.2, 0, 0],
};

const VALUE = 0.378734293448;
const GRADIENT = [-0.01521839, 0.01521839, -0.19156053, 0.19156053, 0, 0];

/** The three-state chain: J, ∇J, and the total variance of one trajectory's estimate, by exact moments. */
export function* chain(): Generator<Claim> {
  const parts = goldenProblem(CHAIN);
  const { point, estimator } = parts;
  const exact = { kind: "exact" };
  const claim = (what: string, figure: number, expected: number, tolerance: number) =>
    near(`three-state chain: ${what}`, figure, expected, tolerance);
  const value = point.solution?.value ?? Number.NaN;
  yield claim("J", value, VALUE, 1e-12);
  for (const [j, slope] of truthOf(parts).entries()) yield claim(`∂J/∂θ_${j}`, slope, GRADIENT[j], 5e-9);

  const variances: [string, Parameters<typeof estimator>[0], number][] = [
    ["total return", { kind: "reinforce", return: "total" }, 0.472406151783],
    [
      "total return − E[R]",
      { kind: "reinforce", return: "total", baseline: { kind: "constant", value } },
      0.2158896340703,
    ],
    ["reward-to-go", { kind: "reinforce" }, 0.3164353850516],
    ["reward-to-go − V", { kind: "reinforce", baseline: { kind: "value", critic: exact } }, 0.1235787465121],
    ["exact advantage", { kind: "q-actor-critic", critic: exact }, 0.0427885322345],
    ["TD with exact V", { kind: "actor-critic", advantage: "td", critic: exact }, 0.0499837979429],
    ["all-action", { kind: "all-action", critic: exact }, 0.0227467408186],
  ];
  for (const [what, options, expected] of variances)
    yield claim(
      `total variance, ${what}`,
      momentsOf(parts, estimator(options)).totalVariance,
      expected,
      1e-12,
    );

  const ownMean = { kind: "reinforce", return: "total", baseline: { kind: "batch-mean" } } as const;
  for (const n of [2, 4, 16]) {
    const { meanNorm } = momentsOf(parts, estimator(ownMean), n);
    yield claim(`scale by the batch's own mean, n = ${n}`, meanNorm / norm(truthOf(parts)), 1 - 1 / n, 1e-12);
  }

  const dropped = momentsOf(parts, estimator({ kind: "reinforce", stateWeight: "none" }));
  yield claim("bias without γᵗ", dropped.biasNorm, 0.0421, 5e-5);
  yield claim("cosine without γᵗ", dropped.cosine, 0.99991, 5e-6);
}
