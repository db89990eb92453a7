import { describe, expect, it } from "vitest";
import { exact } from "../../src/critics/exact/exact.ts";
import { critics } from "../../src/critics/index.ts";
import { sampler, taughtCritic } from "../problems/estimator-of.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { withoutTables } from "../problems/problem-of.ts";
import { allPaths, pack } from "../problems/trajectories.ts";

describe("the exact critic", () => {
  it.each([
    ["the three-state chain", threeStates()],
    ["a problem that may end at any step", endingAnywhere()],
  ])("gives V_t(s) and Q_t(s,a) of the time of each step, and 0 at the horizon, on %s", (_, problem) => {
    const { values: table } = problem.point.solution!;
    const S = problem.policy.states;
    const paths = allPaths(problem);
    const batch = pack(paths);
    const [values, ends] = [new Float64Array(batch.steps), new Float64Array(batch.trajectories)];
    exact.evaluate(batch, problem.point, values, ends);
    const A = problem.policy.actions;
    const actionValues = new Float64Array(batch.steps * A);
    exact.actionValues!(batch, problem.point, actionValues);
    for (const [i, path] of paths.entries()) {
      for (const [t, s] of path.states.entries()) {
        const k = batch.offsets[i] + t;
        const ofAll = problem.point.solution!.actionValues.slice((t * S + s) * A, (t * S + s + 1) * A);
        expect(actionValues.slice(k * A, (k + 1) * A)).toEqual(ofAll);
      }
      for (const [t, s] of path.states.entries()) expect(values[batch.offsets[i] + t]).toBe(table[t * S + s]);
      if (!path.terminated) expect(ends[i]).toBe(0);
    }
  });

  it("follows θ", () => {
    const problem = threeStates();
    const batch = pack([{ states: [0], actions: [0], rewards: [0], last: 0, terminated: false }]);
    const [values, ends] = [new Float64Array(1), new Float64Array(1)];
    problem.point.theta[1] = 3;
    problem.point.moveTo(problem.point.theta);
    exact.evaluate(batch, problem.point, values, ends);
    expect(values[0]).toBe(problem.point.solution!.value);
  });

  it("has nothing to learn, and needs a model", () => {
    expect(exact.memory).toBeUndefined();
    const { environment, objective, point } = withoutTables(threeStates());
    expect(() => critics.exact.create({}, { environment, objective })).toThrow(
      new RangeError("the exact critic needs a model; finite-mdp has none"),
    );
    const batch = pack([{ states: [0], actions: [0], rewards: [0], last: 0, terminated: false }]);
    expect(() => exact.evaluate(batch, point, new Float64Array(1), new Float64Array(1))).toThrow(TypeError);
  });
});

describe("a critic that learns", () => {
  it.each(["monte-carlo", "td"] as const)("(%s) comes near the exact value of the first state", (kind) => {
    const problem = frozenLake({ horizon: 200, discount: 0.9 }); // long enough for V_t not to depend on t
    const critic = taughtCritic(problem, { kind, learningRate: 0.02, fit: "training" });
    const draw = sampler(problem, "test", "near", kind);
    for (let i = 0; i < 400; i++) critic.memory!.update(draw(32), problem.point);
    const batch = pack([{ states: [14, 0], actions: [0, 0], rewards: [0, 0], last: 0, terminated: false }]);
    const [values, ends] = [new Float64Array(2), new Float64Array(1)];
    critic.evaluate(batch, problem.point, values, ends);
    expect(Math.abs(values[0] - problem.point.solution!.values[14])).toBeLessThan(0.1);
    expect(Math.abs(values[1] - problem.point.solution!.value)).toBeLessThan(0.02);
    expect(ends[0]).toBe(values[1]);
  });
});
