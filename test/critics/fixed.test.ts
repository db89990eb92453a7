import { describe, expect, it } from "vitest";
import { critics } from "../../src/critics/index.ts";
import { enumeratedMoments, truthOf } from "../moments.ts";
import { largest, subtract } from "../numbers.ts";
import { estimatorOf } from "../problems/estimator-of.ts";
import { threeStates } from "../problems/index.ts";
import { pack } from "../problems/trajectories.ts";

const problem = threeStates();
const values = [0.25, 0.5, -1];

describe("the fixed critic", () => {
  it("gives its values at all times, also where the horizon cut a trajectory off, and learns nothing", () => {
    const critic = critics.fixed.create({ values }, problem);
    const batch = pack([
      { states: [0, 1], actions: [0, 1], rewards: [1, 2], last: 2, terminated: false },
      { states: [2], actions: [0], rewards: [3], last: 0, terminated: true },
    ]);
    const [of, ends] = [new Float64Array(3), new Float64Array(2)];
    critic.evaluate(batch, problem.point, of, ends);
    expect([...of]).toEqual([0.25, 0.5, -1]);
    expect(ends[0]).toBe(-1);
    expect([...critic.table!(problem.point)]).toEqual([...values, ...values, ...values, ...values]);
    expect(critic.memory).toBeUndefined();
    expect(critic.exact).toBeUndefined();
  });

  it("needs one value of each state", () => {
    expect(() => critics.fixed.create({ values: [1, 2] }, problem)).toThrow(
      new RangeError("the fixed critic needs 3 values, one of each state; got 2"),
    );
  });

  it("does not bias a baseline, and biases a bootstrap", () => {
    const critic = { kind: "fixed", values };
    const biasOf = (options: object) =>
      largest(subtract(enumeratedMoments(problem, estimatorOf(problem, options), 1).mean, truthOf(problem)));
    const baseline = { kind: "reinforce", baseline: { kind: "value", critic } };
    const bootstrap = { kind: "actor-critic", advantage: "td", critic };
    expect(estimatorOf(problem, baseline).estimand.unbiased).toBe(true);
    expect(biasOf(baseline)).toBeLessThan(1e-14);
    expect(estimatorOf(problem, bootstrap).estimand.unbiased).toBe(false);
    expect(biasOf(bootstrap)).toBeGreaterThan(0.1);
  });
});
