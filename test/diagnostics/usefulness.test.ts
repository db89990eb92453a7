import { describe, expect, it } from "vitest";
import { gradientNoise } from "../../src/diagnostics/gradient-noise.ts";
import { usefulness, usefulnessOfStep } from "../../src/diagnostics/usefulness.ts";
import type { Point } from "../../src/problem/point.ts";
import { gradientNoiseScale } from "../../src/statistics/gradient-noise-scale.ts";
import { truthOf } from "../estimators/sampled.ts";
import { normals } from "../numbers.ts";
import { plane, threeStates } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";

const drawn = { key: ["usefulness"] };

/** J of the same problem at another θ. */
const valueAt = (scene: Scene, theta: Float64Array): number => {
  return scene.point.moved(theta).exact!.value;
};

describe("usefulness", () => {
  it("is what J gains on average, with the standard error of a mean", () => {
    const scene = threeStates();
    const gradients = normals(4 * 6, "usefulness");
    const { value, standardError } = usefulness(scene.point, "agent", gradients, 4, 0.3, drawn);
    const gains = [0, 1, 2, 3].map((r) => {
      const moved = scene.point.theta.map((x, j) => x + 0.3 * gradients[6 * r + j]);
      return valueAt(scene, moved) - scene.point.exact!.value;
    });
    const mean = gains.reduce((sum, x) => sum + x, 0) / 4;
    expect(value).toBeCloseTo(mean, 14);
    const square = gains.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    expect(standardError).toBeCloseTo(Math.sqrt(square / 3 / 4), 14);
  });

  it.each([
    ["a chain", threeStates()],
    ["a linear-quadratic plane", plane()],
  ])("of a short step along the truth is its squared norm: %s", (_, scene) => {
    const truth = truthOf(scene);
    const square = truth.reduce((sum, x) => sum + x * x, 0);
    const both = Float64Array.from([...truth, ...truth]);
    const { value, standardError } = usefulness(scene.point, "truth", both, 2, 1e-6, drawn);
    expect(Math.abs(value / (1e-6 * square) - 1)).toBeLessThan(1e-3);
    expect(standardError).toBe(0);
  });

  it("leaves out estimates that are not finite, and leaves θ alone", () => {
    const scene = threeStates();
    const place = scene.point;
    const theta = place.theta.slice();
    const gradients = normals(18, "usefulness");
    const spoiled = gradients.slice();
    spoiled[7] = Number.NaN;
    const rest = Float64Array.from([...gradients.subarray(0, 6), ...gradients.subarray(12)]);
    expect(usefulness(place, "agent", spoiled, 3, 0.1, drawn)).toEqual(
      usefulness(place, "agent", rest, 2, 0.1, drawn),
    );
    expect(place.theta).toEqual(theta);
  });

  /** The same point, of which no exact J is known. */
  const unknown = ({ point }: Pick<Scene, "point">): Point =>
    Object.create(point, {
      exact: { value: undefined },
      moved: { value: (theta: Float64Array) => unknown({ point: point.moved(theta) }) },
    }) as Point;

  it.each([
    ["a chain", threeStates({ horizon: 6 }), 0.5],
    ["a linear-quadratic plane", plane(), 0.01],
  ])("is told by trajectories where J is not known, within its errors: %s", (_, scene, stepSize) => {
    const P = scene.point.theta.length;
    const gradients = normals(20 * P, "sampled usefulness");
    const exact = usefulness(scene.point, "agent", gradients, 20, stepSize, drawn).value;
    const sampled = usefulness(unknown(scene), "agent", gradients, 20, stepSize, {
      ...drawn,
      trajectories: 200,
    });
    const noise = sampled.value - exact; // the estimates are the same: what is left is that of the trajectories
    expect(Math.abs(noise) / sampled.standardError).toBeLessThan(4);
    expect(noise).not.toBe(0);
    // of one step, by the error over its trajectories
    const moved = scene.point.theta.map((x, j) => x + stepSize * gradients[j]);
    const known = usefulnessOfStep(scene.point, "agent", moved, drawn);
    expect(known).toMatchObject({ name: "step_usefulness", standardError: 0 });
    const { value, standardError } = usefulnessOfStep(unknown(scene), "agent", moved, {
      ...drawn,
      trajectories: 2000,
    });
    expect(Math.abs(value - known.value) / standardError).toBeLessThan(4);
    expect(Math.abs(value + known.value) / standardError).toBeGreaterThan(4); // had it the other sign
  });

  it("has the same random numbers at both ends of a step", () => {
    const place = unknown(plane());
    const still = usefulnessOfStep(place, "agent", place.theta, { ...drawn, trajectories: 5 });
    expect(still).toMatchObject({ value: 0, standardError: 0 });
  });

  it("is found of the right problem: another discount has another", () => {
    const truth = truthOf(threeStates());
    const both = Float64Array.from([...truth, ...truth]);
    const other = sceneOf(threeStates().environment, { kind: "softmax" }, [0, 0.5, 0.3, -0.2, 0, 0], {
      ...{ horizon: 3, discount: 0.5 },
    });
    expect(usefulness(other.point, "a", both, 2, 0.1, drawn).value).not.toBeCloseTo(
      usefulness(threeStates().point, "a", both, 2, 0.1, drawn).value,
      3,
    );
  });
});

describe("gradient noise", () => {
  it("is the noise scale with its limits, whose errors no number says", () => {
    const gradients = normals(60 * 3, "noise").map((x) => x + 0.5);
    const { estimate, low, high } = gradientNoiseScale(gradients, 60, 8);
    expect(gradientNoise("agent", gradients, 60, 8)).toEqual([
      { subject: "agent", name: "gradient_noise_scale", value: estimate, standardError: Number.NaN },
      { subject: "agent", name: "gradient_noise_scale_low", value: low, standardError: Number.NaN },
      { subject: "agent", name: "gradient_noise_scale_high", value: high, standardError: Number.NaN },
    ]);
    expect(low).toBeGreaterThan(0);
    expect(estimate).toBeGreaterThan(low);
    expect(high).toBeGreaterThan(estimate);
    const spoiled = Float64Array.from([Number.POSITIVE_INFINITY, 0, 0, ...gradients]);
    expect(gradientNoise("agent", spoiled, 61, 8)).toEqual(gradientNoise("agent", gradients, 60, 8));
  });
});
