import { describe, expect, it } from "vitest";
import { environmentOf } from "../problems/environments.ts";
import { endingAnywhere, frozenLake, threeStates } from "../problems/index.ts";
import { problemOf } from "../problems/problem-of.ts";
import { allPaths, discountedReturn } from "../problems/trajectories.ts";

const small = {
  "the three-state chain": threeStates(),
  "a problem that may end at any step": endingAnywhere(),
  "a problem with a random first state": problemOf(
    environmentOf("garnet", { states: 3, actions: 2, branching: 2 }),
    "random",
    { discount: 0.7, horizon: 3 },
  ),
};
const all = { ...small, FrozenLake: frozenLake({ horizon: 25 }) };

describe.each(Object.entries(small))("by enumeration of all paths of %s", (_, problem) => {
  const { point, objective, policy } = problem;
  const { discount, horizon } = objective;
  const { states: S, actions: A } = policy;
  const paths = allPaths(problem);
  const solution = point.solution!;

  it("the paths have the total probability 1, and J is their mean return", () => {
    expect(paths.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 14);
    const J = paths.reduce((sum, path) => sum + path.probability * discountedReturn(path, discount), 0);
    expect(Math.abs(solution.value - J)).toBeLessThan(1e-14);
  });

  it("occupancy is the probability of being in s at t, and V and Q are the mean returns from there", () => {
    const mass = new Float64Array(horizon * S * A);
    const returns = new Float64Array(horizon * S * A);
    for (const path of paths) {
      for (const [t, s] of path.states.entries()) {
        const cell = (t * S + s) * A + path.actions[t];
        mass[cell] += path.probability;
        returns[cell] +=
          path.probability * discountedReturn({ ...path, rewards: path.rewards.slice(t) }, discount);
      }
    }
    for (let row = 0; row < horizon * S; row++) {
      const cells = Array.from({ length: A }, (_, a) => row * A + a);
      const reached = cells.reduce((sum, cell) => sum + mass[cell], 0);
      expect(solution.occupancy[row]).toBeCloseTo(reached, 14);
      if (reached === 0) continue;
      const value = cells.reduce((sum, cell) => sum + returns[cell], 0) / reached;
      expect(solution.values[row]).toBeCloseTo(value, 13);
      for (const cell of cells)
        expect(solution.actionValues[cell]).toBeCloseTo(returns[cell] / mass[cell], 13);
    }
  });
});

describe("the three-state chain", () => {
  it("has 60 paths", () => {
    expect(allPaths(threeStates())).toHaveLength(60);
  });
});

describe.each(Object.entries(all))(
  "the exact solution of %s",
  (_, { point, objective, policy, environment }) => {
    const { states: S, actions: A } = policy;
    const { horizon, discount } = objective;
    const { values, actionValues, occupancy, value } = point.solution!;
    const model = environment.model!;

    it("has no value left at the horizon", () => {
      expect(values).toHaveLength((horizon + 1) * S);
      expect([...values.subarray(horizon * S)]).toEqual(Array(S).fill(0));
    });

    it("has V = Σ π Q", () => {
      for (let row = 0; row < horizon * S; row++) {
        let mean = 0;
        for (let a = 0; a < A; a++)
          mean += point.probabilities[(row % S) * A + a] * actionValues[row * A + a];
        expect(Math.abs(values[row] - mean)).toBeLessThan(1e-15);
      }
    });

    it("has occupancies that sum to 1 less what has ended", () => {
      let alive = 1;
      for (let t = 0; t < horizon; t++) {
        const now = occupancy.subarray(t * S, (t + 1) * S);
        expect(now.reduce((sum, d) => sum + d, 0)).toBeCloseTo(alive, 13);
        for (let row = 0; row < S * A; row++) {
          for (let o = model.start[row]; o < model.start[row + 1]; o++) {
            if (model.terminated[o])
              alive -= now[Math.floor(row / A)] * point.probabilities[row] * model.probability[o];
          }
        }
      }
    });

    it("has J as the sum of γᵗ d_t(s) π(a|s) p r, and as the mean of V_0 over the first states", () => {
      let forward = 0;
      for (let t = 0; t < horizon; t++) {
        for (let row = 0; row < S * A; row++) {
          const mass = discount ** t * occupancy[t * S + Math.floor(row / A)] * point.probabilities[row];
          for (let o = model.start[row]; o < model.start[row + 1]; o++)
            forward += mass * model.probability[o] * model.reward[o];
        }
      }
      expect(value).toBeCloseTo(forward, 13);
      expect(value).toBe(model.initial.reduce((sum, p, s) => sum + p * values[s], 0));
    });
  },
);

describe("a frozen policy", () => {
  it("forgets its solution when θ is frozen anew, and only then", () => {
    const [{ point }, { point: fresh }] = [threeStates(), threeStates()];
    const read = () => [point.solution!.value, [...point.solution!.occupancy]];
    const before = read();
    point.theta[1] += 1;
    expect(read()).toEqual(before);
    point.moveTo(point.theta);
    fresh.theta[1] += 1;
    fresh.moveTo(fresh.theta);
    expect(read()).not.toEqual(before);
    expect(read()).toEqual([fresh.solution!.value, [...fresh.solution!.occupancy]]);
  });

  it("has cumulative probabilities that end in exactly 1, from the last action that is possible on", () => {
    const environment = environmentOf("garnet", { states: 2, actions: 11, branching: 1 });
    const impossible = -2000;
    const theta = [...Array(10).fill(0), impossible, ...Array(10).fill(impossible), 0];
    const { cumulative } = problemOf(environment, theta, { discount: 1, horizon: 1 }).point;
    expect(cumulative[4]).toBeCloseTo(0.5, 15);
    expect([...cumulative.subarray(9, 11)]).toEqual([1, 1]); // ten times 0.1 adds up to less
    expect([...cumulative.subarray(11)]).toEqual([...Array(10).fill(0), 1]);
  });
});
