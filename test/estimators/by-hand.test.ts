import { describe, expect, it } from "vitest";
import { lookedUp } from "../../src/critics/tables/table.ts";
import { largest } from "../numbers.ts";
import { draws, estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { allPaths, discountedReturn, type Path, pack, scoreOf } from "../problems/trajectories.ts";
import { variantsOf } from "../variants.ts";

const problem = threeStates({ discount: 0.5 });
const { policy, point } = problem;

/** Three trajectories, one terminated and two truncated, with returns R = 1.5, 1 and 3.5 at γ = ½. */
const batch = pack([
  { states: [0, 1, 0], actions: [1, 0, 1], rewards: [1, 0, 2], last: 2, terminated: true },
  { states: [1, 2], actions: [1, 1], rewards: [-1, 4], last: 0, terminated: false },
  { states: [2], actions: [0], rewards: [3.5], last: 1, terminated: false },
]);
const fixed = lookedUp(Float64Array.of(0.25, 0.5, -1), 3); // V of states 0, 1, 2

/** Two earlier batches, with mean returns 2 and 5; the last has the mean return 5 at t = 0, 4 at t = 1 and none later. */
const earlier = [
  pack([{ states: [0, 0], actions: [0, 0], rewards: [1, 2], last: 0, terminated: false }]),
  pack([
    { states: [0, 1], actions: [0, 1], rewards: [2, 4], last: 1, terminated: false },
    { states: [2], actions: [0], rewards: [6], last: 2, terminated: true },
  ]),
];

/** (A − mean) / (standard deviation + 1e-8), of whatever numbers. */
const standardized = (...advantages: number[]): number[] => divided(advantages, advantages.length);
/** The same, with the squares divided by n − 1. */
const sampleStandardized = (...advantages: number[]): number[] => divided(advantages, advantages.length - 1);
const divided = (advantages: number[], count: number): number[] => {
  const mean = advantages.reduce((sum, x) => sum + x) / advantages.length;
  const deviation = Math.sqrt(advantages.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count);
  return advantages.map((x) => (x - mean) / (deviation + 1e-8));
};
const byTime = [1, 0.5, 0.25, 1, 0.5, 1]; // γᵗ

/** E[G_t] over all that can happen, given that there is a step t. */
const meanReturns = [0, 1, 2].map((t) => {
  const going = allPaths(problem).filter(({ rewards }) => rewards.length > t);
  const mass = going.reduce((sum, { probability }) => sum + probability, 0);
  const after = (path: Path) => discountedReturn({ ...path, rewards: path.rewards.slice(t) }, 0.5);
  return going.reduce((sum, path) => sum + path.probability * after(path), 0) / mass;
});
const [b0, b1, b2] = meanReturns;

/** Weights w_t of the six steps, worked out with pencil and paper. */
const weights: Record<string, readonly number[]> = {
  "reinforce total none discounted": [1.5, 1.5, 1.5, 1, 1, 3.5],
  "reinforce total batch-mean discounted": [-0.5, -0.5, -0.5, -1, -1, 1.5],
  "reinforce total leave-one-out discounted": [-0.75, -0.75, -0.75, -1.5, -1.5, 2.25],
  "reinforce total value discounted": [1.25, 1.25, 1.25, 0.5, 0.5, 4.5],
  "reinforce total none discounted steps": [0.75, 0.75, 0.75, 0.5, 0.5, 1.75], // 3 trajectories, 6 steps
  "reinforce total none discounted batch": [-1, -1, -1, -4, -4, 11].map(
    (x) => x / Math.sqrt(26) / (1 + 6e-8 / Math.sqrt(26)), // mean 5/3, standard deviation √26/6
  ),
  "reinforce total none discounted batch sample": sampleStandardized(1.5, 1.5, 1.5, 1, 1, 3.5),
  "reinforce total constant 0.7 discounted": [0.8, 0.8, 0.8, 0.3, 0.3, 2.8],
  "reinforce total running-mean discounted": [-2, -2, -2, -2.5, -2.5, 0], // (2 + 5) / 2
  "reinforce total running-mean 0.25 discounted": [-1.25, -1.25, -1.25, -1.75, -1.75, 0.75], // 2 + ¼ (5 − 2)
  "reinforce total time same-batch discounted": [-0.5, 0.25, 0, -1, -0.25, 1.5],
  "reinforce total time leave-one-out discounted": [-0.75, 0.5, 1.5, -1.5, -0.5, 2.25],
  "reinforce total time earlier-batch discounted": [-3.5, -2.5, 1.5, -4, -3, -1.5],
  "reinforce total time exact discounted": [1.5, 1.5, 1.5, 1, 1, 3.5].map((x) => x - b0),
  "reinforce to-go time exact discounted": [1.5, 1, 2, 1, 4, 3.5].map(
    (x, k) => byTime[k] * (x - [b0, b1, b2, b0, b1, b0][k]),
  ),
  "reinforce to-go time exact none": [1.5, 1, 2, 1, 4, 3.5].map((x, k) => x - [b0, b1, b2, b0, b1, b0][k]),
  "reinforce to-go constant 0.7 discounted": [0.8, 0.15, 0.325, 0.3, 1.65, 2.8],
  "reinforce to-go constant 0.7 none": [0.8, 0.3, 1.3, 0.3, 3.3, 2.8],
  "reinforce to-go running-mean discounted": [-2, -1.25, -0.375, -2.5, 0.25, 0],
  "reinforce to-go running-mean none": [-2, -2.5, -1.5, -2.5, 0.5, 0],
  "reinforce to-go running-mean 0.25 discounted": [-1.25, -0.875, -0.1875, -1.75, 0.625, 0.75],
  "reinforce to-go running-mean 0.25 none": [-1.25, -1.75, -0.75, -1.75, 1.25, 0.75],
  "reinforce to-go time same-batch discounted": [-0.5, -0.75, 0, -1, 0.75, 1.5],
  "reinforce to-go time same-batch none": [-0.5, -1.5, 0, -1, 1.5, 1.5],
  "reinforce to-go time leave-one-out discounted": [-0.75, -1.5, 0.5, -1.5, 1.5, 2.25],
  "reinforce to-go time leave-one-out none": [-0.75, -3, 2, -1.5, 3, 2.25],
  "reinforce to-go time earlier-batch discounted": [-3.5, -1.5, 0.5, -4, 0, -1.5],
  "reinforce to-go time earlier-batch none": [-3.5, -3, 2, -4, 0, -1.5],
  "gpomdp 0.8": [2.28, 1.6, 2, 2.2, 4, 3.5],
  "gpomdp 0.9": [2.62, 1.8, 2, 2.6, 4, 3.5],
  "gpomdp 1": [3, 2, 2, 3, 4, 3.5],
  "gpomdp 0.8 steps": [1.14, 0.8, 1, 1.1, 2, 1.75],
  "gpomdp 0.8 batch": standardized(2.28, 1.6, 2, 2.2, 4, 3.5),
  "gpomdp 0.8 batch sample": sampleStandardized(2.28, 1.6, 2, 2.2, 4, 3.5),
  "gpomdp 0.8 discounted": [1.32, 0.4, 0.5, 0.6, 2, 3.5], // γᵗ Σ (0.4)ᵏ⁻ᵗ r_k
  "gpomdp 0.9 discounted": [1.405, 0.45, 0.5, 0.8, 2, 3.5],
  "gpomdp 1 discounted": [1.5, 0.5, 0.5, 1, 2, 3.5],
  "actor-critic td discounted steps": [0.5, -0.09375, 0.21875, -1, 1.28125, 2.375],
  "actor-critic td discounted batch sample": sampleStandardized(1, -0.375, 1.75, -2, 5.125, 4.75).map(
    (x, k) => byTime[k] * x,
  ),
  "actor-critic td discounted batch": standardized(1, -0.375, 1.75, -2, 5.125, 4.75).map(
    (a, k) => a * byTime[k],
  ),
  "actor-critic lambda-return 0 discounted": [1.25, 0.0625, 0.5, -1.5, 2.0625, 3.75],
  "actor-critic lambda-return 0 none": [1.25, 0.125, 2, -1.5, 4.125, 3.75],
  "actor-critic lambda-return 0.5 discounted": [1.265625, 0.28125, 0.5, -0.21875, 2.0625, 3.75],
  "actor-critic lambda-return 0.5 none": [1.265625, 0.5625, 2, -0.21875, 4.125, 3.75],
  "actor-critic lambda-return 1 discounted": [1.5, 0.5, 0.5, 1.0625, 2.0625, 3.75],
  "actor-critic lambda-return 1 none": [1.5, 1, 2, 1.0625, 4.125, 3.75],
  "reinforce to-go none discounted": [1.5, 0.5, 0.5, 1, 2, 3.5],
  "reinforce to-go none none": [1.5, 1, 2, 1, 4, 3.5],
  "reinforce to-go batch-mean discounted": [-0.5, -0.5, 0, -1, 1, 1.5],
  "reinforce to-go batch-mean none": [-0.5, -1, 0, -1, 2, 1.5],
  "reinforce to-go leave-one-out discounted": [-0.75, -0.625, -0.0625, -1.5, 0.75, 2.25],
  "reinforce to-go leave-one-out none": [-0.75, -1.25, -0.25, -1.5, 1.5, 2.25],
  "reinforce to-go value discounted": [1.25, 0.25, 0.4375, 0.5, 2.5, 4.5],
  "reinforce to-go value none": [1.25, 0.5, 1.75, 0.5, 5, 4.5],
  "actor-critic td discounted": [1, -0.1875, 0.4375, -2, 2.5625, 4.75],
  "actor-critic td none": [1, -0.375, 1.75, -2, 5.125, 4.75],
  "actor-critic n-step 1 discounted": [1, -0.1875, 0.4375, -2, 2.5625, 4.75],
  "actor-critic n-step 1 none": [1, -0.375, 1.75, -2, 5.125, 4.75],
  "actor-critic n-step 2 discounted": [0.8125, 0.25, 0.4375, 0.5625, 2.5625, 4.75],
  "actor-critic n-step 2 none": [0.8125, 0.5, 1.75, 0.5625, 5.125, 4.75],
  "actor-critic n-step 10 discounted": [1.25, 0.25, 0.4375, 0.5625, 2.5625, 4.75],
  "actor-critic n-step 10 none": [1.25, 0.5, 1.75, 0.5625, 5.125, 4.75],
  "actor-critic gae 0 discounted": [1, -0.1875, 0.4375, -2, 2.5625, 4.75],
  "actor-critic gae 0 none": [1, -0.375, 1.75, -2, 5.125, 4.75],
  "actor-critic gae 0.5 discounted": [1.015625, 0.03125, 0.4375, -0.71875, 2.5625, 4.75],
  "actor-critic gae 0.5 none": [1.015625, 0.0625, 1.75, -0.71875, 5.125, 4.75],
  "actor-critic gae 1 discounted": [1.25, 0.25, 0.4375, 0.5625, 2.5625, 4.75],
  "actor-critic gae 1 none": [1.25, 0.5, 1.75, 0.5625, 5.125, 4.75],
};

/** (1/n) Σ w ψ, one step after the other. */
const slowEstimate = (stepWeights: readonly number[]): Float64Array => {
  const sum = new Float64Array(policy.parameters);
  for (const [k, weight] of stepWeights.entries()) {
    const score = scoreOf(problem, batch.states[k], batch.actions[k]);
    for (let j = 0; j < sum.length; j++) sum[j] += (weight * score[j]) / batch.trajectories;
  }
  return sum;
};

/** What is no weighting of scores, and what is worked out by hand elsewhere. */
const elsewhere = /optimal|^(?!reinforce|gpomdp|actor-critic)/;
const variants = variantsOf(problem, () => fixed, [{ kind: "td" }])
  .filter(({ name }) => !elsewhere.test(name))
  .map(({ name, estimator }) => ({ name: name.replace(/ td(?= (discounted|none))/, ""), estimator }));
for (const { estimator } of variants) for (const each of earlier) estimator.memory?.update(each, point);

describe("every estimator, on three trajectories worked out by hand", () => {
  it.each(variants.map(({ name, estimator }) => [name, estimator] as const))("%s", (name, estimator) => {
    const byHand = weights[name];
    expect(byHand, "no weights worked out by hand").toBeDefined();
    const estimate = new Float64Array(policy.parameters).fill(Number.NaN);
    estimator.estimate(batch, point, estimate, draws);
    const slow = slowEstimate(byHand);
    expect(largest(estimate.map((x, j) => x - slow[j]))).toBeLessThan(1e-12);
  });

  it("leaves none of the worked examples out", () => {
    expect(new Set(variants.map(({ name }) => name))).toEqual(new Set(Object.keys(weights)));
  });

  it("does not depend on what was estimated before", () => {
    for (const { estimator } of variants) {
      const [first, again] = [new Float64Array(6), new Float64Array(6)];
      estimator.estimate(batch, point, first, draws);
      estimator.estimate(
        pack([
          { states: [0, 2], actions: [0, 0], rewards: [7, 7], last: 1, terminated: true },
          { states: [1], actions: [1], rewards: [3], last: 1, terminated: true },
        ]),
        point,
        again,
        draws,
      );
      estimator.estimate(batch, point, again, draws);
      expect(again).toEqual(first);
    }
  });

  it("takes the state weight of the objective if it is given none of its own", () => {
    for (const stateWeight of ["discounted", "none"] as const) {
      const other = threeStates({ discount: 0.5, stateWeight });
      for (const options of [
        { kind: "reinforce" },
        { kind: "actor-critic", advantage: "td", critic: { kind: "td" } },
      ]) {
        const [silent, said] = [options, { ...options, stateWeight }].map((each) => {
          const estimator = estimatorOf(other, each, () => fixed);
          const estimate = new Float64Array(6);
          estimator.estimate(batch, other.point, estimate, draws);
          return { estimate, stateWeight: estimator.estimand.stateWeight };
        });
        expect(silent).toEqual(said);
        expect(silent.stateWeight).toBe(stateWeight);
      }
    }
  });
});
