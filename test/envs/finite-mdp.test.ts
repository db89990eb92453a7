import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { FiniteModel } from "../../envs/contract/models.ts";
import { finiteMdp } from "../../envs/finite-mdp.ts";
import { chain, ratioEstimator, whichGradient } from "../problems/specifications.ts";
import { modelDistribution } from "./golden.ts";

const make = (yaml: string) => finiteMdp.create(finiteMdp.options.parse(parse(yaml))).model!;
const complaints = (yaml: string) =>
  finiteMdp.options
    .safeParse(parse(yaml))
    .error?.issues.map(({ path, message }) => [path.join("."), message]);

/** J(π) = E[Σ_{t<T} γᵗ r_t], backwards. @param policy π(a|s), [S][A] */
const value = (model: FiniteModel, policy: number[][], discount: number, horizon: number): number => {
  const { states, actions, start, probability, next, reward, terminated, initial } = model;
  let values = new Float64Array(states);
  for (let t = 0; t < horizon; t++) {
    const earlier = new Float64Array(states);
    for (let row = 0; row < states * actions; row++) {
      const s = Math.floor(row / actions);
      for (let k = start[row]; k < start[row + 1]; k++) {
        const onward = terminated[k] ? 0 : discount * values[next[k]];
        earlier[s] += policy[s][row % actions] * probability[k] * (reward[k] + onward);
      }
    }
    values = earlier;
  }
  return values.reduce((sum, v, s) => sum + initial[s] * v, 0);
};

const softmax = (logits: number[]) => {
  const sum = logits.reduce((total, x) => total + Math.exp(x), 0);
  return logits.map((x) => Math.exp(x) / sum);
};

describe("finite-mdp", () => {
  it("expresses the three-state chain", () => {
    const policy = [
      [0, 0.5],
      [0.3, -0.2],
      [0, 0],
    ].map(softmax);
    expect(Math.abs(value(make(chain), policy, 0.9, 3) - 0.378734293448)).toBeLessThan(1e-12);
  });

  it("expresses the problem whose three gradients differ", () => {
    const model = make(whichGradient);
    const J = (p: number, discount: number) =>
      value(model, Array(model.states).fill([1 - p, p]), discount, 10);
    const slope = (discount: number) => (J(0.75, discount) - J(0.25, discount)) / 0.5; // J is linear in p = π(R)
    expect(slope(0.5)).toBeCloseTo(0.25, 12);
    expect(slope(1)).toBeCloseTo(6.5, 12);
  });

  it("expresses the ratio problem", () => {
    const model = make(ratioEstimator);
    expect(modelDistribution(model, 0, 0)).toEqual(new Map([["0 1 true", 1]]));
    expect(modelDistribution(model, 0, 1)).toEqual(new Map([["1 0 false", 1]]));
    expect(modelDistribution(model, 1, 0)).toEqual(new Map([["1 0 true", 1]]));
    expect(modelDistribution(model, 1, 1)).toEqual(new Map([["1 0.5 false", 1]]));
  });

  it("lets each outcome have its own reward and end, and leaves terminal states alone", () => {
    const model = make(`
      states: [here, there]
      actions: [go]
      start: { here: 1 }
      transitions:
        - from: here
          reward: -1
          to:
            - { state: here, probability: 0.5 }
            - { state: there, probability: 0.25, reward: 3, end: true }
            - { probability: 0.25, end: true }`);
    expect(modelDistribution(model, 0, 0)).toEqual(
      new Map([
        ["0 -1 false", 0.5],
        ["1 3 true", 0.25],
        ["0 -1 true", 0.25],
      ]),
    );
    expect(modelDistribution(model, 1, 0)).toEqual(new Map([["1 0 true", 1]]));
  });

  it("points at the transition whose probabilities are wrong", () => {
    const wrong = (given: string, to: string) => complaints(chain.replace(given, to));
    expect(wrong("{ 1: 0.2, 2: 0.8 }", "{ 1: 0.2, 2: 0.7 }")).toEqual([
      ["transitions.3", "probabilities of (1, a1) sum to 0.9, expected 1"],
    ]);
    expect(wrong("{ 1: 0.2, 2: 0.8 }", "{ 1: 1.2, 2: -0.2 }")).toEqual([
      ["transitions.3", "probabilities of (1, a1) include 1.2, expected 0 to 1"],
    ]);
    expect(wrong("{ 1: 0.2, 2: 0.8 }", "{ 1: 0.2, 3: 0.8 }")).toEqual([
      ["transitions.3", "no state 3; there are 0, 1, 2"],
    ]);
    expect(wrong("from: 1, action: a1", "from: 1, action: a0")).toEqual([
      ["transitions.3", "(1, a0) is given twice"],
      ["transitions", "state 1 has none for a1"],
    ]);
    expect(wrong("start: 0", "start: { 0: 0.5 }")).toEqual([
      ["start", "probabilities of the first state sum to 0.5, expected 1"],
    ]);
  });

  it("refuses a state that is reached without ending and has no transitions", () => {
    expect(complaints(chain.replace("- { from: 2, to: 2 }", ""))).toEqual([
      ["transitions.3", "(1, a1) leads on to 2, which has no transitions; does it `end`?"],
    ]);
    expect(complaints(chain.replace("- { from: 2, to: 2 }", "- { from: 2 }"))).toEqual([
      ["transitions.4", "a transition that does not end needs `to`"],
    ]);
  });

  it("refuses names given twice, keys it does not know and a `to` of no known form", () => {
    expect(complaints(whichGradient.replace("[L, R]", "[L, R, L]"))?.[0]).toEqual([
      "actions",
      "L is named twice",
    ]);
    expect(complaints(`${chain}\n  discount: 0.9`)?.[0][1]).toContain("discount");
    expect(complaints(chain.replace("to: 2", "to: 2.5"))?.[0]).toEqual([
      "transitions.4.to",
      "expected a state, a map { state: probability } or a list of { state, probability, reward, end }",
    ]);
  });
});
