import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { featureOptions, featuresOf } from "../../src/critics/features/index.ts";
import { gradientMonteCarlo } from "../../src/critics/linear/gradient-monte-carlo.ts";
import { linearLstd } from "../../src/critics/linear/linear-lstd.ts";
import { linearTd } from "../../src/critics/linear/linear-td.ts";
import { ridgeRegression } from "../../src/critics/linear/ridge-regression.ts";
import type { Objective } from "../../src/problem/objective.ts";
import { largest } from "../numbers.ts";
import { anyEnvironment } from "../problems/environments.ts";
import { threeStates } from "../problems/index.ts";
import { criticOf, doubleIntegrator, evaluated, nowhere, packSeen } from "./vectors.ts";

const half: Objective = { discount: 0.5, horizon: 2, stateWeight: "discounted" };

/** At γ = ½ the returns are 3, 4 (truncated) and 3 (terminated), seen at x = 1, 2 and 0. */
const two = packSeen([
  { observations: [[1], [2]], rewards: [1, 4], last: [3], terminated: false },
  { observations: [[0]], rewards: [3], last: [7], terminated: true },
]);

const line = (time: "none" | "each" = "none") =>
  featuresOf(
    featureOptions.parse({ kind: "identity", time }),
    { observationSize: 1 } as ContinuousEnvironment,
    half.horizon,
  );

const off = (found: readonly number[], expected: readonly number[]) =>
  largest(expected.map((x, k) => x - found[k]).concat(found.length - expected.length));

describe("ridge regression of the reward-to-go", () => {
  it("solves the normal equations", () => {
    // (1, x)(1, x)ᵀ + I = [[4, 3], [3, 6]], Σ(1, x)G = (10, 11): V = 9/5 + 14/15 x
    const critic = ridgeRegression(line(), half, 1, 1);
    critic.memory!.update(two, nowhere);
    const V = (x: number) => 9 / 5 + (14 / 15) * x;
    expect(off(evaluated(critic, two), [V(1), V(2), V(0), V(3), V(7)])).toBeLessThan(1e-12);
  });

  it("solves those of each time apart, and leaves V_T at zero", () => {
    // t = 0: [[3, 1], [1, 2]] w = (6, 3); t = 1: [[2, 2], [2, 5]] w = (4, 8)
    const critic = ridgeRegression(line("each"), half, 1, 1);
    critic.memory!.update(two, nowhere);
    const expected = [9 / 5 + 3 / 5, 2 / 3 + (4 / 3) * 2, 9 / 5, 0, 2 / 3 + (4 / 3) * 7];
    expect(off(evaluated(critic, two), expected)).toBeLessThan(1e-12);
  });

  it("keeps what it saw before with the weight `decay` per batch", () => {
    const critic = ridgeRegression(line(), half, 1, 0.5);
    critic.memory!.update(two, nowhere);
    critic.memory!.update(two, nowhere); // 1.5 times the sums: [[5.5, 4.5], [4.5, 8.5]] w = (15, 16.5)
    const [a, b] = [53.25 / 26.5, 23.25 / 26.5];
    expect(
      off(
        evaluated(critic, two),
        [1, 2, 0, 3, 7].map((x) => a + b * x),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe("gradient Monte Carlo", () => {
  it("moves the weights by α (G − V) φ, from the last step to the first", () => {
    const critic = gradientMonteCarlo(line(), half, 0.25);
    critic.memory!.update(two, nowhere);
    // x = 2, G = 4: w = (1, 2). x = 1, G = 3: V = 3, stays. x = 0, G = 3: w = (1.5, 2)
    expect(evaluated(critic, two)).toEqual([3.5, 5.5, 1.5, 7.5, 15.5]);
  });
});

describe("linear TD(λ)", () => {
  it("moves the weights by α δ e, with e ← γλ e + φ, and bootstraps after a truncation only", () => {
    const critic = linearTd(line(), half, 0.5, 0.25);
    critic.memory!.update(two, nowhere);
    // x = 1: δ = 1, e = (1, 1): w = (¼, ¼). x = 2: e = (1¼, 2¼), δ = 4 + ½·1 − ¾ = 3¾: w += 15/16 e
    // x = 0: δ = 3 − w₀, w₀ += δ/4
    const slope = 1 / 4 + (15 / 16) * 2.25;
    const constant = (1 / 4 + (15 / 16) * 1.25) * 0.75 + 0.75;
    const expected = [1, 2, 0, 3, 7].map((x) => constant + slope * x);
    expect(off(evaluated(critic, two), expected)).toBeLessThan(1e-12);
  });
});

describe("LSTD on features", () => {
  it("solves the equations of the mean transition", () => {
    // M − N + I, rows Σ φ(φ − ½φ')ᵀ of x = 1 → 2, 2 → 3 and 0 → the end:
    // (1, 1)(½, 0) + (1, 2)(½, ½) + (1, 0)(1, 0) + I = [[3, ½], [1½, 2]]; b = (1 + 4 + 3, 1 + 8)
    const critic = linearLstd(line(), half, 1, 1);
    critic.memory!.update(two, nowhere);
    const [a, b] = [(16 - 4.5) / 5.25, (27 - 12) / 5.25];
    expect(
      off(
        evaluated(critic, two),
        [1, 2, 0, 3, 7].map((x) => a + b * x),
      ),
    ).toBeLessThan(1e-12);
  });

  it("solves those of each time from the last to the first", () => {
    // t = 1: [[2, 2], [2, 5]] w = (4, 8); t = 0: [[3, 1], [1, 2]] w = (1 + 3, 1) + ½ V₁(2) (1, 1)
    const critic = linearLstd(line("each"), half, 1, 1);
    critic.memory!.update(two, nowhere);
    const ahead = (2 / 3 + (4 / 3) * 2) / 2;
    const [a, b] = [(2 * (4 + ahead) - (1 + ahead)) / 5, (3 * (1 + ahead) - (4 + ahead)) / 5];
    const expected = [a + b, 2 / 3 + (4 / 3) * 2, a, 0, 2 / 3 + (4 / 3) * 7];
    expect(off(evaluated(critic, two), expected)).toBeLessThan(1e-12);
  });
});

describe("the options of critics over observations", () => {
  const regulator = doubleIntegrator();
  const quadratic = { kind: "quadratic" };

  it.each([
    [
      { kind: "linear", method: "td", ridge: 1 },
      'ridge is read with method least-squares only; method is "td"',
    ],
    [
      { kind: "linear", learningRate: 0.1 },
      'learningRate is read with method monte-carlo or td only; method is "least-squares"',
    ],
    [
      { kind: "linear", method: "monte-carlo", lambda: 0.1 },
      'lambda is read with method td only; method is "monte-carlo"',
    ],
    [
      { kind: "linear", method: "td", sweeps: 3 },
      'sweeps is read with fit earlier-batch or same-batch only; fit is "training"',
    ],
    [
      { kind: "linear", decay: 1, fit: "same-batch" },
      'decay is read with fit training only; fit is "same-batch"',
    ],
    [
      { kind: "lstd", decay: 1, fit: "same-batch" },
      'decay is read with fit training only; fit is "same-batch"',
    ],
  ])("refuse what nothing would read: %o", (options, message) => {
    expect(() => criticOf({ features: quadratic, ...options }, regulator)).toThrow(new RangeError(message));
  });

  it("refuse sums that are too large to keep", () => {
    const { objective } = regulator;
    const context = { ...regulator, objective: { ...objective, horizon: 5000 } };
    const features = { kind: "random-fourier", time: "each" };
    expect(() => criticOf({ kind: "linear", features }, context)).toThrow(
      new RangeError(
        "least squares on 101 features of 5001 times keep 51015201 numbers; at most 33554432 are kept",
      ),
    );
  });

  it.each([
    [{ kind: "linear", features: quadratic }, 'critic "linear"'],
    [{ kind: "lstd", features: quadratic }, 'critic "lstd" with features "quadratic"'],
    [{ kind: "perceptron" }, 'critic "perceptron"'],
  ])("refuse discrete states: %o", (options, what) => {
    expect(() => criticOf(options, threeStates())).toThrow(
      new RangeError(`${what} needs continuous states; those of finite-mdp are discrete`),
    );
  });

  it.each([
    [{ kind: "td" }, 'critic "td"'],
    [{ kind: "monte-carlo" }, 'critic "monte-carlo"'],
    [{ kind: "lstd" }, 'critic "lstd" with features "one-hot"'],
    [{ kind: "sarsa" }, 'critic "sarsa"'],
  ])("refuse vectors where a table is meant: %o", (options, what) => {
    const context = { ...regulator, environment: anyEnvironment("pendulum") };
    expect(() => criticOf(options, context)).toThrow(
      new RangeError(
        `${what} needs discrete states and actions; the states of pendulum are continuous, which go with the critics perceptron and linear`,
      ),
    );
  });
});
