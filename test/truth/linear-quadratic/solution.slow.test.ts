import { describe, expect, it } from "vitest";
import type { LinearQuadraticModel } from "../../../envs/contract/models.ts";
import { type GaussianControl, readControl } from "../../../src/policies/gaussian-control.ts";
import type { Objective } from "../../../src/problem/objective.ts";
import { LinearQuadraticSolution } from "../../../src/truth/linear-quadratic/solution.ts";
import { golden, linear, modelOf, objectiveOf, openLoop, problems, uneven } from "./solutions.ts";

/** E[r_t] of every step, from the second moments of x_t and u_t carried forward: another way than V. */
const meanRewards = (
  { A, B, Q, R, noise, start, startDeviation, costOn }: LinearQuadraticModel,
  horizon: number,
  controlAt: (t: number) => GaussianControl,
): number[] => {
  const D = start.length;
  const K = B.length / D;
  const n = D + K + 1; // (x, u, 1)
  let S = Array.from({ length: D }, (_, i) =>
    Array.from(start, (x, j) => x * start[i] + (i === j ? startDeviation[i] ** 2 : 0)),
  );
  let m = [...start];
  const quadratic = (M: Float64Array, X: number[][]) =>
    X.reduce((sum, row, i) => sum + row.reduce((s, x, j) => s + x * M[i * row.length + j], 0), 0);
  return Array.from({ length: horizon }, (_, t) => {
    const { gain, deviation, offset } = controlAt(t);
    // rows of the map (x, 1) → (x, u, 1)
    const rows = Array.from({ length: n }, (_, i) =>
      Array.from({ length: D + 1 }, (_, j) => {
        if (i < D) return i === j ? 1 : 0;
        if (i === n - 1) return j === D ? 1 : 0;
        return j === D ? offset(t)[i - D] : gain[(i - D) * D + j];
      }),
    );
    const second = [...S.map((row, i) => [...row, m[i]]), [...m, 1]];
    const Z = rows.map((a, i) =>
      rows.map((b, k) => {
        let sum = i === k && i >= D && i < n - 1 ? deviation[i - D] ** 2 : 0;
        for (const [p, x] of a.entries()) for (const [q, y] of b.entries()) sum += x * second[p][q] * y;
        return sum;
      }),
    );
    const step = (i: number, p: number) => (p < D ? A[i * D + p] : p < D + K ? B[i * K + p - D] : 0);
    const before = S;
    S = Array.from({ length: D }, (_, i) =>
      Array.from({ length: D }, (_, j) => {
        let sum = i === j ? noise[i] ** 2 : 0;
        for (let p = 0; p < n; p++) for (let q = 0; q < n; q++) sum += step(i, p) * Z[p][q] * step(j, q);
        return sum;
      }),
    );
    m = m.map((_, i) => Z.reduce((sum, row, p) => sum + step(i, p) * row[n - 1], 0));
    const actions = Z.slice(D, D + K).map((row) => row.slice(D, D + K));
    return -quadratic(Q, costOn === "next-state" ? S : before) - quadratic(R, actions);
  });
};

/** J if θ at time t is `thetaAt(t)`. */
const slowValue = (
  { dynamics: { model, states, size }, objective: { discount, horizon }, shape }: LinearQuadraticSolution,
  thetaAt: (t: number) => Float64Array,
): number =>
  meanRewards(model, horizon, (t) => readControl(shape, thetaAt(t), states, size)).reduce(
    (sum, r, t) => sum + discount ** t * r,
    0,
  );

/** Fourth-order central difference. */
const slopeOf = (f: (x: number) => number, h: number) =>
  (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);

const moved = (theta: Float64Array, j: number, by: number) => theta.map((x, i) => (i === j ? x + by : x));

/** Larger problems, where only the exact quantities are compared. */
const larger: [string, LinearQuadraticSolution][] = [
  ["the double integrator", golden()],
  [
    "the data center",
    new LinearQuadraticSolution(
      modelOf({ preset: "data-center", startDeviation: 2 }),
      objectiveOf({ horizon: 30, discount: 0.95 }),
      linear("learned", true),
      uneven(15, 1).map((x) => 0.05 * x),
    ),
  ],
  [
    "the point mass",
    new LinearQuadraticSolution(
      modelOf({ preset: "point-mass" }),
      objectiveOf({ horizon: 20, discount: 0.95 }),
      openLoop("learned"),
      uneven(42, 2),
    ),
  ],
];

describe.each([...problems, ...larger])("the exact solution of %s", (_, solution) => {
  const { theta, objective } = solution;
  const gradientFor = (stateWeight: Objective["stateWeight"]) => {
    const out = new Float64Array(theta.length);
    const { model } = solution.dynamics;
    new LinearQuadraticSolution(model, { ...objective, stateWeight }, solution.shape, theta).gradient(out);
    return out;
  };

  it("has the value of the moments carried forward", () => {
    const slow = slowValue(solution, () => theta);
    expect(Math.abs(solution.value / slow - 1)).toBeLessThan(1e-12);
  });

  it("has the slopes of that value, to 1e-7 of the gradient's norm", () => {
    const exact = gradientFor("discounted");
    const scale = Math.hypot(...exact);
    for (let j = 0; j < theta.length; j++) {
      const slope = slopeOf((h) => slowValue(solution, () => moved(theta, j, h)), 1e-3);
      expect(Math.abs(exact[j] - slope) / scale).toBeLessThan(1e-7);
    }
  });

  it("adds up the slopes of each step without γᵗ, with the state weight none", () => {
    const exact = gradientFor("none");
    const scale = Math.hypot(...exact);
    for (let j = 0; j < theta.length; j += 1 + Math.floor(theta.length / 10)) {
      let sum = 0;
      for (let t = 0; t < objective.horizon; t++) {
        const only = (h: number) => slowValue(solution, (s) => (s === t ? moved(theta, j, h) : theta));
        sum += slopeOf(only, 1e-3) / objective.discount ** t;
      }
      expect(Math.abs(exact[j] - sum) / scale).toBeLessThan(1e-7);
    }
  });

  it("has E[G_t] of the rewards that are still to come", () => {
    const { dynamics, shape } = solution;
    const rewards = meanRewards(dynamics.model, objective.horizon, () =>
      readControl(shape, theta, dynamics.states, dynamics.size),
    );
    let rest = 0;
    expect(solution.meanReturns[objective.horizon]).toBe(0);
    for (let t = objective.horizon - 1; t >= 0; t--) {
      rest = rewards[t] + objective.discount * rest;
      expect(Math.abs(solution.meanReturns[t] / rest - 1)).toBeLessThan(1e-11);
    }
  });

  it("has V_t(x) = E[Q_t(x, u)], the mean over u = mean ± σ in each coordinate", () => {
    const { states: D, size: K } = solution.dynamics;
    const { gain, deviation, offset } = solution.control;
    for (const t of [0, objective.horizon - 1]) {
      const x = uneven(D, 7 + t);
      const u = Float64Array.from(offset(t), (b, k) => x.reduce((sum, v, j) => sum + gain[k * D + j] * v, b));
      let value = (1 - K) * solution.actionValueAt(t, x, u);
      for (let k = 0; k < K; k++)
        for (const sign of [-1, 1])
          value += solution.actionValueAt(t, x, moved(u, k, sign * deviation[k])) / 2;
      expect(solution.valueAt(t, x)).toBeCloseTo(value, 9);
    }
  });
});

describe("the exact solution", () => {
  it("of one step of a scalar is what is worked out by hand", () => {
    // x' = 2x + 3u + w, Var w = 0.25; u = −x + 0.5 + .2ε; r = −(5x'² + 7u²)
    const model = modelOf({ A: 2, B: 3, Q: 5, R: 7, noise: 0.5, start: 1, startDeviation: 0.1 });
    const solution = new LinearQuadraticSolution(
      model,
      objectiveOf({ horizon: 1 }),
      linear(0.2, true),
      Float64Array.of(-1, 0.5),
    );
    // at x: E x' = 1.5 − x, Var x' = 0.36 + 0.25; E u = 0.5 − x, Var u = 0.04
    const byHand = (x: number) => -(5 * ((1.5 - x) ** 2 + 0.61) + 7 * ((0.5 - x) ** 2 + 0.04));
    expect(solution.valueAt(0, Float64Array.of(-2))).toBeCloseTo(byHand(-2), 12);
    expect(solution.value).toBeCloseTo(byHand(1) - 12 * 0.01, 12); // the second slope of V is −24
    expect(solution.actionValueAt(0, Float64Array.of(1), Float64Array.of(2))).toBeCloseTo(
      -(5 * (64 + 0.25) + 28),
      12,
    );
  });

  it("of the double integrator has the golden gradient, which tells that its noise is a standard deviation", () => {
    const cost = (solution: LinearQuadraticSolution) => {
      const out = new Float64Array(2);
      solution.gradient(out);
      return [...out.map((x) => -x)];
    };
    const [first, second] = cost(golden());
    expect(first).toBeCloseTo(0.742964, 6);
    expect(second).toBeCloseTo(4.146074, 6);
    const [wrong] = cost(golden({ noise: 0.1 })); // were 0.01 a variance
    expect(Math.abs(wrong - 0.742964)).toBeGreaterThan(1);
    const [velocityOnly] = cost(golden({ noise: [0, 0.01] }));
    expect(Math.abs(velocityOnly - 0.742964)).toBeGreaterThan(1e-3);
  });

  it("follows θ after `restart`, and not before", () => {
    const solution = golden();
    const before = solution.value;
    solution.theta[0] = -0.3;
    expect(solution.value).toBe(before);
    solution.restart();
    expect(solution.value).toBeCloseTo(
      slowValue(solution, () => solution.theta),
      12,
    );
    expect(solution.value).not.toBeCloseTo(before, 3);
  });

  it("refuses θ of another length, and tables that are too large", () => {
    const model = modelOf({ preset: "double-integrator" });
    expect(() => new LinearQuadraticSolution(model, objectiveOf(), linear(1), new Float64Array(3))).toThrow(
      "θ has 3 numbers; this Gaussian policy has 2",
    );
    expect(
      () => new LinearQuadraticSolution(model, objectiveOf({ horizon: 1e8 }), linear(1), new Float64Array(2)),
    ).toThrow(/at most 67108864 are kept/);
  });
});
