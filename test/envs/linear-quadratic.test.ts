import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { LinearQuadraticModel } from "../../envs/contract/models.ts";
import { linearQuadratic } from "../../envs/linear-quadratic.ts";
import { stream } from "../../src/random.ts";

const make = (options: object): ContinuousEnvironment & { model: LinearQuadraticModel } =>
  linearQuadratic.create(linearQuadratic.options.parse(options)) as never;

const faults = (options: object) => linearQuadratic.options.safeParse(options).error!.issues;

const step = (environment: ContinuousEnvironment, from: number[], action: number[], key = "step") => {
  const state = Float64Array.from(from);
  const outcome = { reward: Number.NaN, terminated: true };
  environment.step(state, Float64Array.from(action), stream(key), outcome);
  return { state: [...state], ...outcome };
};

const general = {
  A: [
    [1, 2],
    [-0.5, 0.25],
  ],
  B: [
    [1, -1],
    [0, 2],
  ],
  Q: [
    [2, 0.5],
    [0.5, 1],
  ],
  R: [
    [3, -0.25],
    [-0.25, 0],
  ],
  noise: 0,
  start: [1, 2],
};

describe("linear-quadratic", () => {
  it("steps and charges as worked out by hand, on the next state or the current one", () => {
    // x' = (1 + 4 + 1 + 1, −0.5 + 0.5 − 2) = (7, −2); uᵀRu = 3 + 0.5 = 3.5; x'ᵀQx' = 98 − 14 + 4 = 88; xᵀQx = 2 + 2 + 4 = 8
    const action = [1, -1];
    expect(step(make(general), [1, 2], action)).toEqual({ state: [7, -2], reward: -91.5, terminated: false });
    const current = step(make({ ...general, costOn: "current-state" }), [1, 2], action);
    expect(current).toEqual({ state: [7, -2], reward: -11.5, terminated: false });
  });

  it("leaves the double integrator alone at a cost of 1 a step, but for its noise", () => {
    const { model, ...environment } = make({ preset: "double-integrator", noise: 0 });
    const { state, reward } = step(environment, [...model.start], [0]);
    expect([...state, reward]).toEqual([-1, 0, -1]);
    expect([...make({ preset: "double-integrator" }).model.noise]).toEqual([0.01, 0.01]);
  });

  it.each([
    ["next-state", { ...general, noise: [0.3, 0.1] }],
    ["current-state", { ...general, noise: [0.3, 0.1], costOn: "current-state" }],
  ])("has the slopes of its step, cost on the %s", (_, options) => {
    const environment = make(options);
    const point = [0.3, -0.7, 1.1, 0.4]; // s, then a
    const at = (p: number[]) => {
      const { state, reward } = step(environment, p.slice(0, 2), p.slice(2));
      return [...state, reward];
    };
    const slopes = {
      state: new Float64Array(4),
      action: new Float64Array(4),
      rewardState: new Float64Array(2),
      rewardAction: new Float64Array(2),
    };
    const next = Float64Array.from(at(point).slice(0, 2));
    environment.slopes!.at(
      Float64Array.from(point.slice(0, 2)),
      Float64Array.from(point.slice(2)),
      next,
      slopes,
    );
    const size = 2 ** -10; // central differences of quadratics are exact but for rounding
    for (let j = 0; j < 4; j++) {
      const moved = (by: number) => at(point.map((x, i) => (i === j ? x + by : x)));
      const [up, down] = [moved(size), moved(-size)];
      const slope = up.map((x, i) => (x - down[i]) / (2 * size));
      const [matrix, reward] =
        j < 2 ? [slopes.state, slopes.rewardState] : [slopes.action, slopes.rewardAction];
      expect(slope[0]).toBeCloseTo(matrix[j % 2], 10);
      expect(slope[1]).toBeCloseTo(matrix[2 + (j % 2)], 10);
      expect(slope[2]).toBeCloseTo(reward[j % 2], 10);
    }
  });

  it("draws noise and first states with the deviations asked for, and nothing where they are 0", () => {
    const environment = make({ ...general, noise: [0, 0.5], startDeviation: [0.2, 0] });
    const random = stream("moments");
    const n = 20000;
    const sums = new Float64Array(4); // of x₀, x₀², w, w² about their means
    const state = new Float64Array(2);
    const outcome = { reward: 0, terminated: false };
    for (let i = 0; i < n; i++) {
      environment.reset(state, random);
      const first = state[0] - 1;
      expect(state[1]).toBe(2);
      const settled = state[0] + 4; // first coordinate of A x, without noise
      const mean = -0.5 * state[0] + 0.5;
      environment.step(state, Float64Array.of(0, 0), random, outcome);
      expect(state[0]).toBe(settled);
      const noise = state[1] - mean;
      for (const [j, x] of [first, first ** 2, noise, noise ** 2].entries()) sums[j] += x / n;
    }
    const z = 4.5;
    expect(Math.abs(sums[0])).toBeLessThan((z * 0.2) / Math.sqrt(n));
    expect(Math.abs(sums[1] - 0.04)).toBeLessThan((z * 0.04 * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(sums[2])).toBeLessThan((z * 0.5) / Math.sqrt(n));
    expect(Math.abs(sums[3] - 0.25)).toBeLessThan((z * 0.25 * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(sums[3] - 0.5)).toBeGreaterThan((z * 0.5 * Math.SQRT2) / Math.sqrt(n)); // were 0.5 a variance
    const [used, unused] = [stream("silent"), stream("silent")];
    make(general).reset(state, used);
    make(general).step(state, Float64Array.of(0, 0), used, outcome);
    expect(used.next()).toBe(unused.next());
  });

  it("lets options replace parts of a preset, and spreads numbers", () => {
    const { model } = make({ preset: "data-center", R: 10, noise: [1, 2, 3] });
    expect([...model.R]).toEqual([10, 0, 0, 0, 10, 0, 0, 0, 10]);
    expect([...model.noise]).toEqual([1, 2, 3]);
    expect([...model.A]).toEqual([1.01, 0.01, 0, 0.01, 1.01, 0.01, 0, 0.01, 1.01]);
    const scalar = make({ A: 0.9, B: 2 });
    expect([scalar.stateSize, scalar.action.size, ...scalar.model.A, ...scalar.model.B]).toEqual([
      1, 1, 0.9, 2,
    ]);
    const mass = make({ preset: "point-mass" });
    expect([mass.stateSize, mass.action.size]).toEqual([4, 2]);
  });

  it.each([
    [{ B: 1 }, "A", "expected a matrix, a preset or random"],
    [{ random: {}, A: 1 }, "A", "random makes A and B; take one of the two out"],
    [{ random: {}, preset: "data-center" }, "preset", "random makes A and B; take one of the two out"],
    [{ random: { states: 2 }, noise: [1] }, "noise", "expected 2 numbers; got 1"],
    [{ ...general, A: [[1, 2]] }, "B", "expected 1 × 2 numbers; got 2 rows of 2"],
    [{ ...general, Q: [[1]] }, "Q", "expected 2 × 2 numbers; got 1 rows of 1"],
    [{ ...general, B: [[1, 2], [3]] }, "B", "expected 2 × 2 numbers; got 2 rows of 2 or 1"],
    [{ preset: "double-integrator", R: [[1, 2]] }, "R", "expected 1 × 1 numbers; got 1 rows of 2"],
    [{ preset: "data-center", start: [0, 0] }, "start", "expected 3 numbers; got 2"],
    [{ preset: "data-center", noise: -1 }, "noise", ""],
  ])("refuses sizes that do not agree: %j", (options, name, message) => {
    const issues = faults(options);
    expect(issues.some(({ path, message: said }) => path[0] === name && said.includes(message))).toBe(true);
  });

  it("refuses costs that are not symmetric", () => {
    const skewed = [
      [1, 0.5],
      [0, 1],
    ];
    expect(faults({ ...general, Q: skewed })).toMatchObject([
      { path: ["Q"], message: "expected a symmetric matrix; (0, 1) is 0.5 and (1, 0) 0" },
    ]);
    expect(() => linearQuadratic.create({ ...general, R: skewed } as never)).toThrow(
      /linear-quadratic: R: expected a symmetric matrix/,
    );
  });
});
