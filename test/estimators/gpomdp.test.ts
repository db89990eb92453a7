import { expect, test } from "vitest";
import { largest, subtract } from "../numbers.ts";
import { draws, estimatorOf, sampler } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { pack, scoreOf, unpack } from "../problems/trajectories.ts";

const problem = threeStates(); // γ = 0.9

const estimateOf = (options: object, batch = sampler(problem, "gpomdp")(4)) => {
  const out = new Float64Array(6);
  estimatorOf(problem, options).estimate(batch, problem.point, out, draws);
  return out;
};

test("with discounted rewards and β = 1 it is reward-to-go with γᵗ, form and claim included", () => {
  const discounted = { kind: "gpomdp", beta: 1, rewards: "discounted" };
  expect(largest(subtract(estimateOf(discounted), estimateOf({ kind: "reinforce" })))).toBeLessThan(1e-15);
  expect(estimatorOf(problem, discounted)).toMatchObject({
    estimand: { unbiased: true, stateWeight: "discounted" },
    law: { form: { kind: "to-go", across: "independent" } },
  });
  expect(estimatorOf(problem, { kind: "gpomdp", beta: 1 })).toMatchObject({
    estimand: { unbiased: false, stateWeight: "none" },
  });
});

test("is the sum of rewards times the trace of scores, with γᵗ where it is asked for", () => {
  const batch = pack(unpack(sampler(problem, "gpomdp")(4)));
  for (const rewards of ["plain", "discounted"]) {
    const expected = new Float64Array(6);
    for (const { states, actions, rewards: paid } of unpack(batch)) {
      const trace = new Float64Array(6);
      for (const [t, state] of states.entries()) {
        const score = scoreOf(problem, state, actions[t]);
        for (let j = 0; j < 6; j++) {
          trace[j] = 0.7 * trace[j] + score[j];
          expected[j] += ((rewards === "plain" ? 1 : 0.9 ** t) * paid[t] * trace[j]) / 4;
        }
      }
    }
    const found = estimateOf({ kind: "gpomdp", beta: 0.7, rewards }, batch);
    expect(largest(subtract(found, expected))).toBeLessThan(1e-15);
  }
});
