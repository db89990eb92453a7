import { describe, expect, it } from "vitest";
import type { StreamKey } from "../../src/diagnostics/diagnostic.ts";
import { meanReturns } from "../../src/diagnostics/mean-returns.ts";
import {
  LANDSCAPE,
  type Landscape,
  type LandscapeOptions,
  landscape,
} from "../../src/diagnostics/steps/landscape.ts";
import { planeOf } from "../../src/diagnostics/steps/plane.ts";
import { surrogateOf } from "../../src/diagnostics/steps/surrogate.ts";
import { timeAdvantages } from "../../src/diagnostics/values/time-advantages.ts";
import { reinforce } from "../../src/estimators/scores/reinforce.ts";
import type { Point } from "../../src/problem/point.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { dot, normals } from "../numbers.ts";
import { createEstimator } from "../problems/estimator-of.ts";
import { cart, doubleIntegrator, payingArms, plane, threeStates } from "../problems/index.ts";
import { actedBy, type Scene, sceneOf } from "../problems/problem-of.ts";
import { draws, withoutModel } from "./known-critics.ts";

const sample = (point: Point, key: string, n: number): TrajectoryBatch =>
  structuredClone({ ...point.sampler(draws(key, "a"), draws(key, "e"))(n) });

const shifted = ({ point }: Scene, direction: Float64Array, h: number): Float64Array =>
  point.theta.map((x, j) => x + h * direction[j]);

const scenes: [string, Scene][] = [
  ["a chain", threeStates({ horizon: 5 })],
  ["a linear-quadratic plane", plane()],
  ["CartPole", cart(15)],
];

describe("the surrogate", () => {
  it.each(scenes)("is the mean return at θ, and slopes there as the estimate does: %s", (_, scene) => {
    const place = scene.point;
    const batch = sample(place, "slope", 12);
    const surrogate = surrogateOf(place, batch);
    const returns = Float64Array.from({ length: 12 }, (_, i) =>
      [...batch.rewards.subarray(batch.offsets[i], batch.offsets[i + 1])].reduce(
        (sum, r, t) => sum + scene.objective.discount ** t * r,
        0,
      ),
    );
    const there = surrogate(place.moved(scene.point.theta));
    expect(there.value).toBeCloseTo(mean(returns), 12);
    expect(there.standardError).toBeCloseTo(Math.sqrt(variance(returns) / 12), 12);

    const estimate = new Float64Array(scene.point.theta.length);
    const baseline = { kind: "time", fit: "leave-one-out" };
    createEstimator(reinforce, { baseline }, scene).estimate(batch, scene.point, estimate, draws("none"));
    const direction = normals(estimate.length, "slope");
    const h = 1e-3; // perceptrons work in single precision
    const at = (x: number) => surrogate(place.moved(shifted(scene, direction, x))).value;
    const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    expect(Math.abs(slope / dot(estimate, direction) - 1)).toBeLessThan(scene.point.exact ? 1e-6 : 1e-3);
  });

  it("is without bias for J(θ') where trajectories have one step, and not if ratios are left out", () => {
    const scene = sceneOf(payingArms([1, 2, 5]).environment, { kind: "softmax" }, [0.5, 0, 0], {
      horizon: 1,
    });
    const place = scene.point;
    const moved = Float64Array.of(0, 0.4, 0.2);
    const sampler = place.sampler(draws("one", "a"), draws("one", "e"));
    const values = new Float64Array(1000);
    const plain = new Float64Array(1000);
    for (let r = 0; r < values.length; r++) {
      const surrogate = surrogateOf(place, sampler(4));
      plain[r] = surrogate(place.moved(scene.point.theta)).value;
      values[r] = surrogate(place.moved(moved)).value;
    }
    const J = place.moved(moved).exact!.value;
    const z = (all: Float64Array) => (mean(all) - J) / Math.sqrt(variance(all) / all.length);
    expect(Math.abs(z(values))).toBeLessThan(4);
    expect(Math.abs(z(plain))).toBeGreaterThan(4);
  });

  it("is clipped as PPO's: a gain counts up to ε, a loss in full", () => {
    const scene = sceneOf(payingArms([1, 3]).environment, { kind: "softmax" }, [0, 0], { horizon: 1 });
    const place = scene.point;
    // advantages −2 and 2, and ratios 0.5 and 1.5 or the other way round
    const batch: TrajectoryBatch = {
      ...sample(place, "clip", 2),
      actions: Int32Array.of(0, 1),
      rewards: Float64Array.of(1, 3),
    };
    const surrogate = surrogateOf(place, batch, 0.1);
    const better = surrogate(place.moved(Float64Array.of(0, Math.log(3))));
    expect(better.value).toBeCloseTo(2 + (0.1 * 2 + 0.1 * 2) / 2, 14);
    const worse = surrogate(place.moved(Float64Array.of(Math.log(3), 0)));
    expect(worse.value).toBeCloseTo(2 - (0.5 * 2 + 0.5 * 2) / 2, 14);
  });

  it("has advantages whose baseline is the mean of the others at the same time", () => {
    const batch = {
      ...sample(threeStates().point, "times", 3),
      ...{ trajectories: 3, steps: 6, offsets: Int32Array.of(0, 3, 4, 6) },
      rewards: Float64Array.of(1, 2, 4, 8, 16, 32),
    };
    const out = new Float64Array(6);
    timeAdvantages(batch, 0.5, out); // G: 3, 4, 4 | 8 | 32, 32
    expect([...out]).toEqual([3 - 20, 4 - 32, 4, 8 - 17.5, 32 - 5.5, 32 - 4]);
  });
});

describe("the plane", () => {
  it("has two directions of length 1 at right angles, the first that of the step", () => {
    const step = normals(5, "step");
    const { along, across } = planeOf(step, draws("plane"))!;
    const length = Math.sqrt(dot(step, step));
    for (const j of along.keys()) expect(along[j]).toBeCloseTo(step[j] / length, 14);
    expect(dot(across!, across!)).toBeCloseTo(1, 14);
    expect(Math.abs(dot(along, across!))).toBeLessThan(1e-15);
  });

  it("prefers none of the directions across", () => {
    const random = draws("isotropy");
    const squares = new Float64Array(3);
    for (let r = 0; r < 5000; r++) {
      const { across } = planeOf(Float64Array.of(2, 0, 0), random)!;
      for (const j of squares.keys()) squares[j] += across![j] ** 2 / 5000;
    }
    expect(squares[0]).toBe(0);
    expect(Math.abs(squares[1] - 0.5) / Math.sqrt(0.125 / 5000)).toBeLessThan(4); // cos² of a uniform angle
  });

  it("has one direction with one parameter, and none for a step that is zero or not finite", () => {
    expect(planeOf(Float64Array.of(-2), draws("plane"))).toEqual({
      along: Float64Array.of(-1),
      across: undefined,
    });
    expect(planeOf(new Float64Array(2), draws("plane"))).toBeUndefined();
    expect(planeOf(Float64Array.of(1, Number.NaN), draws("plane"))).toBeUndefined();
  });
});

describe("the mean return", () => {
  const hidden = (): Scene =>
    sceneOf(
      withoutModel(doubleIntegrator().environment),
      { kind: "linear-gaussian", deviation: 0.1 },
      [-0.2, -0.5],
      {
        horizon: 10,
      },
    );
  const known = doubleIntegrator();

  it("is J within its error, and not that of another θ", () => {
    const place = hidden().point;
    const elsewhere = place.moved(place.theta);
    const value = meanReturns(elsewhere, 2000, ["test", "return"]);
    const moved = Float64Array.of(-0.3, -0.4);
    for (const theta of [known.point.theta, moved]) {
      elsewhere.moveTo(theta);
      const { value: found, standardError } = value().discounted;
      const J = (at: Float64Array) => known.point.moved(at).exact!.value;
      expect(Math.abs(found - J(theta)) / standardError).toBeLessThan(4);
      expect(
        Math.abs(found - J(theta === moved ? known.point.theta : moved)) / standardError,
      ).toBeGreaterThan(4);
    }
  });

  it("has the same random numbers at each θ, also where trajectories end at different times", () => {
    const scene = cart(40);
    const place = scene.point;
    const moved = shifted(scene, normals(30, "common"), 0.02);
    const differences: number[] = [];
    let apart = 0;
    for (let r = 0; r < 40; r++) {
      const elsewhere = place.moved(place.theta);
      const value = meanReturns(elsewhere, 20, ["test", "common", r]);
      const here = value().discounted;
      expect(value().discounted).toEqual(here);
      elsewhere.moveTo(moved);
      const there = value().discounted;
      differences.push(there.value - here.value);
      apart += (here.standardError ** 2 + there.standardError ** 2) / 40;
    }
    expect(variance(Float64Array.from(differences)) / apart).toBeLessThan(0.25);
  });
});

describe("the landscape", () => {
  const around = (
    at: Point,
    step: Float64Array,
    batch: TrajectoryBatch,
    key: StreamKey,
    options: LandscapeOptions,
  ): Landscape[] => landscape(at, step, { surrogate: surrogateOf(at, batch) }, key, options);
  const options = { ...LANDSCAPE, half: 2, radius: 1.5, trajectories: 50 };

  it("has J on a grid where it is known: at θ in the middle, and at θ' at (1, 0)", () => {
    const scene = plane();
    const place = scene.point;
    const theta = place.theta.slice();
    const step = normals(8, "landscape").map((x) => 0.1 * x);
    const [truth, surrogate] = around(place, step, sample(place, "grid", 20), ["test"], {
      ...options,
      ...{ half: 1, radius: 1 },
    });
    expect([truth.kind, surrogate.kind]).toEqual(["true", "surrogate"]);
    for (const { x, y } of [truth, surrogate]) {
      expect([...x]).toEqual([-1, 0, 1, -1, 0, 1, -1, 0, 1]);
      expect([...y]).toEqual([-1, -1, -1, 0, 0, 0, 1, 1, 1]);
    }
    expect(truth.value[4]).toBe(scene.point.exact!.value);
    const other = scene.point.moved(shifted(scene, step, 1)).exact!.value;
    expect(truth.value[5]).toBeCloseTo(other, 12);
    expect(truth.standardError).toEqual(new Float64Array(9));
    expect(surrogate.standardError.every((error) => error > 0)).toBe(true);
    expect(place.theta).toEqual(theta);
  });

  it("has units of one's own, and a line where there is one parameter", () => {
    const scene = sceneOf(
      withoutModel(doubleIntegrator().environment),
      { kind: "time-gaussian", deviation: 0.3 },
      [0.2],
      { horizon: 1 },
    );
    const place = scene.point;
    const [truth, surrogate] = around(place, Float64Array.of(-4), sample(place, "line", 20), ["test"], {
      ...options,
      unit: 0.5,
    });
    expect([...truth.x]).toEqual([-1.5, -0.75, 0, 0.75, 1.5]);
    expect([...truth.y]).toEqual([0, 0, 0, 0, 0]);
    const there = surrogateOf(place, sample(place, "line", 20));
    expect(surrogate.value[4]).toBe(there(place.moved(Float64Array.of(0.2 - 0.75))).value);
    expect(truth.standardError.every((error) => error > 0)).toBe(true);
    const { standardError, value } = truth;
    const known = sceneOf(doubleIntegrator().environment, { kind: "time-gaussian", deviation: 0.3 }, [0.2], {
      horizon: 1,
    });
    const J = known.point.moved(Float64Array.of(0.2 - 0.75)).exact!.value;
    expect(Math.abs(value[4] - J) / standardError[4]).toBeLessThan(4);
  });

  it("tells how much higher J is than at θ, with an error that is that of the difference", () => {
    const options = { ...LANDSCAPE, half: 1, radius: 1, trajectories: 400 };
    const hidden = sceneOf(
      withoutModel(doubleIntegrator().environment),
      { kind: "linear-gaussian", deviation: 0.1 },
      [-0.2, -0.5],
      { horizon: 10 },
    ).point;
    const known = doubleIntegrator().point.moved(hidden.theta);
    const step = Float64Array.of(0.05, -0.02);
    const J = (theta: Float64Array) => known.moved(theta).exact!.value;
    const expected = J(hidden.theta.map((x, j) => x + step[j])) - J(hidden.theta);
    const [truth] = landscape(hidden, step, {}, ["test", "rise"], options);
    const z = (truth.change[5] - expected) / truth.changeError[5];
    expect(Math.abs(z)).toBeLessThan(4);
    expect(truth.change[4]).toBe(0);
    const apart = Math.sqrt(truth.standardError[5] ** 2 + truth.standardError[4] ** 2);
    expect(truth.changeError[5]).toBeLessThan(apart / 2); // what both have of one trajectory's luck is no error of it
    expect(Math.abs(expected) / truth.changeError[5]).toBeGreaterThan(4); // so that another rise would be seen
  });

  it("is the same from the same key, and across another direction from another", () => {
    const scene = cart(10);
    const place = scene.point;
    const batch = sample(place, "key", 10);
    const step = normals(30, "key").map((x) => 0.05 * x);
    const small = { ...options, half: 1, trajectories: 5 };
    const one = around(place, step, batch, ["test", 1], small);
    expect(around(place, step, batch, ["test", 1], small)).toEqual(one);
    const [, other] = around(place, step, batch, ["test", 2], small);
    expect(other.value[4]).toBe(one[1].value[4]);
    expect(other.value[7]).not.toBe(one[1].value[7]);
  });

  it("is not there for a step that goes nowhere, and refused where another policy acts", () => {
    const place = threeStates().point;
    const batch = sample(place, "none", 2);
    expect(around(place, new Float64Array(6), batch, ["test"], options)).toEqual([]);
    const acted = actedBy(threeStates(), 0.5).point;
    expect(() => around(acted, new Float64Array(6).fill(1), batch, ["test"], options)).toThrow(
      new RangeError("the surrogate needs trajectories of the policy; the study names a behavior"),
    );
  });
});
