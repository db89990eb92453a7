import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { OtherEstimand } from "../../src/estimators/estimator.ts";
import type { EstimatorKind } from "../../src/estimators/kind.ts";
import { evolutionStrategies } from "../../src/estimators/zeroth-order/evolution-strategies.ts";
import { finiteDifference } from "../../src/estimators/zeroth-order/finite-difference.ts";
import { randomSearch } from "../../src/estimators/zeroth-order/random-search.ts";
import { spsa } from "../../src/estimators/zeroth-order/spsa.ts";
import { norm } from "../../src/linear-algebra/norm.ts";
import { stream } from "../../src/random.ts";
import { largest } from "../numbers.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { doubleIntegrator, plane, shortLake, threeStates } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";
import { simulated, truthOf } from "./sampled.ts";

/** Of |z|, for some sixty coordinates: a right estimator exceeds it with probability 1e-3 in all. */
const LIMIT = 4.3;

const kinds: Record<string, [EstimatorKind, object]> = {
  "finite-difference": [finiteDifference, { step: 0.1 }],
  spsa: [spsa, { step: 0.1 }],
  "evolution-strategies": [evolutionStrategies, { smoothing: 0.1 }],
  "random-search": [randomSearch, { smoothing: 0.1 }],
};
const names = Object.keys(kinds);

const making = (name: string, scene: Scene, options: object = {}) =>
  createEstimator(kinds[name][0], { ...kinds[name][1], ...options }, scene);

const targetOf = (target: OtherEstimand | undefined, scene: Scene) => {
  const out = new Float64Array(scene.point.theta.length);
  const standardError = target!.gradient(scene.point, out);
  return { out, standardError };
};

it("is a mean of sets of trajectories, but where directions are weighed together", () => {
  const lawOf = (name: string, options: object = {}) => making(name, doubleIntegrator(), options).law.kind;
  expect(["finite-difference", "spsa", "evolution-strategies"].map((name) => lawOf(name))).toEqual(
    Array(3).fill("mean"),
  );
  expect(lawOf("random-search", { scale: "none" })).toBe("mean");
  expect(lawOf("random-search")).toBe("unknown"); // divided by the deviation of all returns
  expect(lawOf("random-search", { scale: "none", best: 2 })).toBe("unknown");
  expect(lawOf("evolution-strategies", { shaping: "ranks" })).toBe("unknown");
});

describe.each(names)("%s", (name) => {
  it("is refused with groups, with a behavior, and where trajectories do not come out even", () => {
    expect(() => making(name, { ...shortLake(), offPolicy: true })).toThrow(
      new RangeError(`${name} draws trajectories of the policy; the study names a behavior`),
    );
    expect(() => making(name, { ...shortLake(), groupSize: 4 })).toThrow(
      new RangeError(`${name} draws trajectories one by one; the study draws groups of 4`),
    );
    const scene = doubleIntegrator();
    const { estimate, takes } = making(name, scene);
    expect(takes.fewest).toBe(name === "finite-difference" ? 4 : 2);
    expect(() => estimate(batchOf(5), scene.point, new Float64Array(2), stream("none"))).toThrow(
      new RangeError(`${name} needs batches of a multiple of ${takes.fewest} trajectories; got 5`),
    );
  });

  it("tells how many steps its trajectories took, and leaves θ alone", () => {
    const scene = doubleIntegrator();
    const estimator = making(name, scene);
    const out = new Float64Array(2).fill(Number.NaN);
    expect(estimator.estimate(batchOf(8), scene.point, out, stream("test", "steps"))).toBe(80);
    expect([...scene.point.theta]).toEqual([-0.2, -0.5]);
    expect(out.every(Number.isFinite)).toBe(true);
    expect(estimator.estimand.unbiased).toBe(false);
  });

  it("has less variance with common random numbers", () => {
    const scene = doubleIntegrator(0.5);
    const spread = (commonNoise: boolean) =>
      simulated(
        scene,
        making(name, scene, { commonNoise, ...(name === "random-search" && { scale: "none" }) }),
        {
          replicates: 300,
          batchSize: 4,
        },
      ).squaredError;
    expect(spread(true)).toBeLessThan(0.7 * spread(false));
  });
});

describe.each(["finite-difference", "spsa", "evolution-strategies"])("the mean of %s", (name) => {
  const evolves = name === "evolution-strategies";
  const options = evolves ? { smoothing: 0.05 } : { step: 0.4 };
  const plan = { replicates: 4_000 };

  it.each([
    ["the double integrator", doubleIntegrator()],
    ["a closed loop", plane()],
    ["the three-state chain", threeStates()],
  ])("is its target, on %s", (_, scene) => {
    for (const commonNoise of [true, false]) {
      const estimator = making(name, scene, { ...options, commonNoise });
      const { out: expected, standardError } = targetOf(estimator.estimand.other, scene);
      const batchSize = estimator.takes.fewest;
      const { mean, z, squaredError } = simulated(scene, estimator, { ...plan, batchSize, expected });
      const P = expected.length;
      if (!evolves) expect(standardError).toBe(0);
      else if (P === 2) expect(standardError).toBeLessThan(1e-6 * norm(expected));
      if (evolves && P === 6) expect(standardError).toBeLessThan(1e-7);
      if (P < 8 || !evolves) expect(largest(z)).toBeLessThan(LIMIT);
      else {
        expect(standardError).toBeLessThan(0.02 * norm(expected)); // eight parameters: an average over directions
        const error = norm(mean.map((x, j) => x - expected[j]));
        expect(error / Math.hypot(standardError, Math.sqrt(squaredError / plan.replicates))).toBeLessThan(3);
      }
    }
  });

  it("is not ∇J, and would be found out if it were off", () => {
    const scene = doubleIntegrator();
    const estimator = making(name, scene, options);
    const batchSize = estimator.takes.fewest;
    expect(largest(simulated(scene, estimator, { ...plan, batchSize }).z)).toBeGreaterThan(LIMIT);
    const { out } = targetOf(estimator.estimand.other, scene);
    const expected = out.map((x) => (evolves ? 1.5 : 1.1) * x); // Gaussian directions are the noisiest
    expect(largest(simulated(scene, estimator, { ...plan, batchSize, expected }).z)).toBeGreaterThan(LIMIT);
  });

  it("tends to ∇J as h → 0", () => {
    const scene = doubleIntegrator();
    const truth = truthOf(scene);
    const error = (h: number) => {
      const { out } = targetOf(
        making(name, scene, evolves ? { smoothing: h } : { step: h }).estimand.other,
        scene,
      );
      return largest(out.map((x, j) => x - truth[j]));
    };
    expect(error(0.005) / error(0.01)).toBeCloseTo(1 / 4, 2);
    expect(error(0.001)).toBeLessThan(1e-3);
  });

  it("is averaged over trajectories where J is not known, with a standard error that covers it", () => {
    const scene = doubleIntegrator();
    const { model: _, ...environment } = scene.environment as ContinuousEnvironment;
    const blind = sceneOf(environment, { kind: "linear-gaussian", deviation: 0.1 }, [-0.2, -0.5], {
      horizon: 10,
    });
    expect(blind.point.exact).toBe(undefined);
    const exact = targetOf(making(name, scene, options).estimand.other, scene);
    const averaged = targetOf(making(name, blind, options).estimand.other, blind);
    expect(averaged.standardError).toBeGreaterThan(0);
    expect(averaged.standardError).toBeLessThan(0.2 * norm(exact.out));
    const error = norm(averaged.out.map((x, j) => x - exact.out[j]));
    expect(error / averaged.standardError).toBeLessThan(3);
    expect(error / averaged.standardError).toBeGreaterThan(0.05);
  });
});
