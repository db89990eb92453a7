import { describe, expect, it } from "vitest";
import { actionsLookedUp } from "../../src/critics/tables/action-table.ts";
import { largest } from "../numbers.ts";
import { environmentOf } from "../problems/environments.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { problemOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";

const problem = problemOf(environmentOf("finite-mdp"), [0, 0, 0, 0, 0, 0], { discount: 0.5, horizon: 3 });

/** At θ = 0 the score of action 0 is (½, −½) in its state, that of action 1 the negative. G = 5, 4. */
const batch = pack([{ states: [0, 1], actions: [1, 0], rewards: [3, 4], last: 2, terminated: true }]);

/** Q = (1, 2) in state 0, (2, −2) in state 1: V = 1½ and 0 at θ = 0. */
const critic = { kind: "sarsa" };
const table = actionsLookedUp(Float64Array.of(1, 2, 2, -2, 0, 0), 2, 3);

const cases: [string, object, readonly number[]][] = [
  // Σ_a π Q ψ = ¼ (1 − 2) = −¼ in state 0; ¼ (2 + 2) = 1, halved by γ, in state 1
  ["all-action", { kind: "all-action" }, [-0.25, 0.5]],
  ["all-action without γᵗ", { kind: "all-action", stateWeight: "none" }, [-0.25, 1]],
  ["all-action over steps", { kind: "all-action", average: "steps" }, [-0.125, 0.25]],
  // w = 2 − 1½ and ½ (2 − 0), or 2 and ½·2
  ["Q − V", { kind: "q-actor-critic" }, [-0.25, 0.5]],
  ["Q", { kind: "q-actor-critic", advantage: false }, [-1, 0.5]],
  ["Q without γᵗ", { kind: "q-actor-critic", advantage: false, stateWeight: "none" }, [-1, 1]],
  ["Q over steps", { kind: "q-actor-critic", advantage: false, average: "steps" }, [-0.5, 0.25]],
  // Q = 2 and 2 are alike, and Q − V = ½ and 2 have the mean 1¼ and the deviation ¾
  ["Q, normalized", { kind: "q-actor-critic", advantage: false, normalize: "batch" }, [0, 0]],
  ["Q − V, normalized", { kind: "q-actor-critic", normalize: "batch" }, [0.5, 0.25]],
  // w = 5 − 2 and ½ (4 − 2), plus what all-action gives
  ["G − Q", { kind: "reinforce", baseline: { kind: "action-dependent", critic } }, [-1.75, 1]],
  [
    "G − Q without correction",
    { kind: "reinforce", baseline: { kind: "action-dependent", critic, correction: false } },
    [-1.5, 0.5],
  ],
  [
    "G − Q over steps",
    { kind: "reinforce", average: "steps", baseline: { kind: "action-dependent", critic } },
    [-0.875, 0.5],
  ],
];

describe("estimators with action values, on two steps worked out by hand", () => {
  it.each(cases)("%s", (_, options, [first, second]) => {
    const estimator = estimatorOf(
      problem,
      { ...("baseline" in options ? {} : { critic }), ...options },
      () => table,
    );
    const out = new Float64Array(6).fill(Number.NaN);
    estimator.estimate(batch, problem.point, out, draws);
    const expected = [first, -first, second, -second, 0, 0];
    expect(largest(out.map((x, j) => x - expected[j]))).toBeLessThan(1e-7);
  });

  it("all-action does not look at the actions or rewards", () => {
    const estimator = estimatorOf(problem, { kind: "all-action", critic: { kind: "exact" } });
    const [a, b] = [new Float64Array(6), new Float64Array(6)];
    estimator.estimate(batch, problem.point, a, draws);
    const changed = pack([{ states: [0, 1], actions: [0, 1], rewards: [7, 7], last: 0, terminated: false }]);
    estimator.estimate(changed, problem.point, b, draws);
    expect(a).toEqual(b);
  });
});
