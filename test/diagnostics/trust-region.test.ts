import { describe, expect, it } from "vitest";
import { trustRegion } from "../../src/diagnostics/steps/trust-region.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { cart, payingArms, threeStates } from "../problems/index.ts";
import { actedBy, sceneOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";
import { draws, figure, tableOf } from "./known-critics.ts";

const arms = sceneOf(payingArms([1, 2]).environment, { kind: "softmax" }, [0, 0], { horizon: 1 });

/** Arms that were drawn. */
const drawn = (...actions: number[]): TrajectoryBatch =>
  pack(actions.map((a) => ({ states: [0], actions: [a], rewards: [a + 1], last: 0, terminated: true })));

/** From ½, ½ to ¾, ¼. */
const step = (clip: number) => ({ subject: "agent", moved: Float64Array.of(Math.log(3), 0), clip });

describe("the trust region by hand: ratios 1.5, 1.5 and 0.5", () => {
  const found = trustRegion(arms.point, step(0.4), drawn(0, 0, 1), "batch");

  it("has the mean KL, which is the same in all states here", () => {
    const { value, standardError } = figure(found, "batch_kl");
    expect(value).toBeCloseTo(0.5 * Math.log(4 / 3), 14);
    expect(standardError).toBeCloseTo(0, 14);
  });

  it("has the largest ratio, of which no error is known", () => {
    const { value, standardError } = figure(found, "batch_max_ratio");
    expect(value).toBeCloseTo(1.5, 14);
    expect(standardError).toBeNaN();
  });

  it("has the share of ratios that are clipped", () => {
    expect(figure(found, "batch_clip_fraction").value).toBe(1);
    const wide = trustRegion(arms.point, step(0.6), drawn(0, 0, 1), "held_out");
    expect(figure(wide, "held_out_clip_fraction").value).toBe(0);
    const there = { ...step(0.6), moved: Float64Array.of(Math.log(9), 0) }; // 0.9, 0.1: 1.8 and 0.2
    const { value, standardError } = figure(
      trustRegion(arms.point, { ...there, clip: 0.79 }, drawn(0, 0, 1, 1), "batch"),
      "batch_clip_fraction",
    );
    expect([value, standardError]).toEqual([1, 0]);
  });

  it("has the effective sample size, as a share", () => {
    for (const name of ["batch_effective_steps", "batch_effective_trajectories"])
      expect(figure(found, name).value).toBeCloseTo(3.5 ** 2 / (3 * (2.25 + 2.25 + 0.25)), 14);
  });

  it("has nothing to say of a step that does not move", () => {
    const still = trustRegion(
      arms.point,
      { subject: "agent", moved: arms.point.theta, clip: 0.1 },
      drawn(0, 1),
      "batch",
    );
    expect(still.map(({ value }) => value)).toEqual([0, 1, 0, 1, 1]);
  });
});

describe("the trust region of longer trajectories", () => {
  const scene = threeStates({ horizon: 5 });
  const moved = scene.point.theta.map((x, j) => x + 0.4 * Math.sin(5 * j + 1));
  const sample = (key: string, n: number): TrajectoryBatch =>
    structuredClone({ ...scene.point.sampler(draws(key, "a"), draws(key, "e"))(n) });

  it("multiplies the ratios of a trajectory", () => {
    const batch = sample("products", 40);
    const before = tableOf(scene).probabilities.slice();
    const other = sceneOf(scene.environment, { kind: "softmax" }, moved, scene.objective);
    const after = tableOf(other).probabilities;
    const ratio = (k: number) => {
      const row = 2 * batch.states[k] + batch.actions[k];
      return after[row] / before[row];
    };
    const products = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: batch.offsets[i + 1] - batch.offsets[i] }, (_, t) =>
        ratio(batch.offsets[i] + t),
      ).reduce((product, r) => product * r, 1),
    );
    const share = (w: number[]) =>
      w.reduce((sum, x) => sum + x, 0) ** 2 / (w.length * w.reduce((sum, x) => sum + x * x, 0));
    const found = trustRegion(scene.point, { subject: "agent", moved, clip: 0.2 }, batch, "batch");
    const ratios = Array.from({ length: batch.steps }, (_, k) => ratio(k));
    expect(figure(found, "batch_effective_trajectories").value).toBeCloseTo(share(products), 12);
    expect(figure(found, "batch_effective_steps").value).toBeCloseTo(share(ratios), 12);
    expect(figure(found, "batch_max_ratio").value).toBeCloseTo(Math.max(...ratios), 12);
    expect(figure(found, "batch_clip_fraction").value).toBeCloseTo(
      ratios.filter((r) => Math.abs(r - 1) > 0.2).length / batch.steps,
      14,
    );
  });

  it("has the standard errors that its spread over batches has", () => {
    const repeated = Array.from({ length: 150 }, (_, r) =>
      trustRegion(scene.point, { subject: "agent", moved, clip: 0.2 }, sample(`spread ${r}`, 40), "held_out"),
    );
    for (const name of ["kl", "clip_fraction", "effective_steps", "effective_trajectories"]) {
      const all = repeated.map((found) => figure(found, `held_out_${name}`));
      const claimed = mean(Float64Array.from(all, ({ standardError }) => standardError ** 2));
      const spread = variance(Float64Array.from(all, ({ value }) => value));
      expect(claimed / spread).toBeGreaterThan(0.65); // χ² with 149 degrees of freedom: ± 0.12
      expect(claimed / spread).toBeLessThan(1.5);
    }
  });

  it("takes a group that shares its first state as one", () => {
    const batch = sample("groups", 40);
    const of = (groupSize: number) =>
      figure(
        trustRegion(scene.point, { subject: "agent", moved, clip: 0.2 }, { ...batch, groupSize }, "held_out"),
        "held_out_effective_trajectories",
      );
    expect(of(4).value).toBeCloseTo(of(1).value, 12);
    expect(of(4).standardError).not.toBeCloseTo(of(1).standardError, 6);
  });
});

describe("the trust region", () => {
  it("leaves the point at θ", () => {
    const scene = cart();
    const place = scene.point;
    const theta = place.theta.slice();
    const batch = place.sampler(draws("back", "a"), draws("back", "e"))(5);
    trustRegion(
      place,
      { subject: "agent", moved: scene.point.theta.map((x) => x + 1), clip: 0.2 },
      batch,
      "batch",
    );
    expect(place.theta).toEqual(theta);
  });

  it("is refused where another policy acts", () => {
    const place = actedBy(threeStates(), 0.5).point;
    expect(() => trustRegion(place, step(0.2), drawn(0), "batch")).toThrow(
      new RangeError("the trust region needs trajectories of the policy; the study names a behavior"),
    );
  });
});
