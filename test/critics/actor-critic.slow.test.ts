import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { estimators } from "../../src/estimators/index.ts";
import type { EstimatorContext } from "../../src/estimators/kind.ts";
import { momentsFor } from "../../src/moments/moments-for.ts";
import { choice, make } from "../../src/registry.ts";
import { largest } from "../numbers.ts";
import { draws } from "../problems/estimator-of.ts";
import { criticOf, doubleIntegrator } from "./vectors.ts";

const regulator = doubleIntegrator({}, { startDeviation: [0.1, 0.1] });
const { point, exact } = regulator;
const truth = new Float64Array(2);
exact.gradient(truth);

/** GAE(λ) of a critic. */
const gae = (critic: Critic, lambda: number): Estimator =>
  make<[EstimatorContext], Estimator>(
    estimators,
    choice(estimators).parse({ kind: "actor-critic", lambda, critic: "agent" }),
    { ...point.problem, critic: () => critic },
  );

const n = 16; // trajectories per estimate

/** Replicates of an estimator that remembers each batch for the next: z of its mean, and its mean squared error. */
const sampled = (estimator: Estimator, R: number) => {
  const draw = regulator.sampler("actor-critic");
  const out = new Float64Array(2);
  const [sums, squares] = [new Float64Array(2), new Float64Array(2)];
  let fourth = 0;
  estimator.memory?.update(draw(n), point);
  for (let r = 0; r < R; r++) {
    const batch = draw(n);
    estimator.estimate(batch, point, out, draws);
    estimator.memory?.update(batch, point);
    const errors = out.map((x, j) => x - truth[j]);
    for (let j = 0; j < 2; j++) {
      sums[j] += errors[j] / R;
      squares[j] += errors[j] ** 2 / R;
    }
    fourth += (errors[0] ** 2 + errors[1] ** 2) ** 2 / R;
  }
  const squaredError = squares[0] + squares[1];
  return {
    z: largest(sums.map((mean, j) => mean / Math.sqrt((squares[j] - mean ** 2) / (R - 1)))),
    squaredError,
    squaredErrorSE: Math.sqrt((fourth - squaredError ** 2) / R),
  };
};

describe("an actor-critic with λ = 1 whose critic is fitted", () => {
  const leastSquares = {
    kind: "linear",
    features: { kind: "quadratic", time: "each" },
    fit: "earlier-batch",
  };
  const perceptron = {
    kind: "perceptron",
    widths: [16],
    epochs: 3,
    learningRate: 0.01,
    fit: "earlier-batch",
  };
  const trees = { kind: "boosted-trees", time: "input", trees: 10, fit: "earlier-batch" };
  const zOf = (options: object) => sampled(gae(criticOf(options, regulator), 1), 1500).z;

  // six coordinates, each beyond 4.5 with probability 7e-6
  it.each([
    ["least squares", { ...leastSquares, horizon: "end" }],
    ["LSTD", { ...leastSquares, kind: "lstd", horizon: "end" }],
    ["a perceptron", { ...perceptron, horizon: "end" }],
    ["boosted trees", { ...trees, horizon: "end" }],
  ])("to the batch before by %s has the true gradient as its mean", (_, options) => {
    expect(zOf(options)).toBeLessThan(4.5);
  });

  it.each([
    ["the same batch", { ...leastSquares, horizon: "end", fit: "same-batch" }],
    ["the same batch by boosted trees", { ...trees, horizon: "end", fit: "same-batch" }],
    ["the batch before, with a bootstrap", { ...leastSquares, features: { kind: "quadratic" } }],
    ["the batch before, by a perceptron with a bootstrap", perceptron],
  ])("to %s has not, by the same test", (_, options) => {
    expect(zOf(options)).toBeGreaterThan(4.5);
  });

  it("has exact moments only where the critic is the same for all estimates", () => {
    expect(gae(criticOf(leastSquares, regulator), 1).law.kind).toBe("unknown");
    expect(gae(criticOf({ ...leastSquares, fit: "training" }, regulator), 1).law.kind).toBe("form");
  });
});

describe("the exact moments of GAE with a critic that has learned a quadratic", () => {
  const features = { kind: "quadratic", time: "input" };
  const learned = criticOf({ kind: "linear", features }, regulator);
  learned.memory!.update(regulator.sampler("taught")(10), point);
  const { squaredError, squaredErrorSE } = sampled(gae(learned, 0.7), 4000);
  const off = (critic: Critic) => {
    const momentsAt = momentsFor(point, truth)!;
    const { totalVariance, biasNorm } = momentsAt(gae(critic, 0.7), n)!;
    return Math.abs(squaredError - totalVariance - biasNorm ** 2) / squaredErrorSE;
  };

  it("are those of samples", () => {
    expect(off(learned)).toBeLessThan(4.5);
  });

  it("are not those of another table, by the same test", () => {
    const shifted = (change: number): Critic => ({
      ...learned,
      table: () => learned.table!(point).map((c, k) => (k % 7 === 1 ? c + change : c)),
    });
    expect(off(shifted(0.5))).toBeGreaterThan(4.5);
  });
});
