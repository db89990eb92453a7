import { describe, expect, it } from "vitest";
import { gradientNoise } from "../../src/diagnostics/gradient-noise.ts";
import { usefulness } from "../../src/diagnostics/usefulness.ts";
import { gradientNoiseScale } from "../../src/statistics/gradient-noise-scale.ts";
import { truthOf } from "../estimators/sampled.ts";
import { normals } from "../numbers.ts";
import { cart, plane, threeStates } from "../problems/index.ts";
import { type Scene, sceneOf } from "../problems/problem-of.ts";

/** J of the same problem at another θ. */
const valueAt = (scene: Scene, theta: Float64Array): number => {
  return scene.point.moved(theta).exact!.value;
};

describe("usefulness", () => {
  it("is what J gains on average, with the standard error of a mean", () => {
    const scene = threeStates();
    const gradients = normals(4 * 6, "usefulness");
    const { value, standardError } = usefulness(scene.point, "agent", gradients, 4, 0.3)!;
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
    const { value, standardError } = usefulness(scene.point, "truth", both, 2, 1e-6)!;
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
    expect(usefulness(place, "agent", spoiled, 3, 0.1)).toEqual(usefulness(place, "agent", rest, 2, 0.1));
    expect(place.theta).toEqual(theta);
  });

  it("is not to be had where J is not known exactly", () => {
    expect(usefulness(cart().point, "agent", new Float64Array(60), 2, 0.1)).toBeUndefined();
  });

  it("is found of the right problem: another discount has another", () => {
    const truth = truthOf(threeStates());
    const both = Float64Array.from([...truth, ...truth]);
    const other = sceneOf(threeStates().environment, { kind: "softmax" }, [0, 0.5, 0.3, -0.2, 0, 0], {
      ...{ horizon: 3, discount: 0.5 },
    });
    expect(usefulness(other.point, "a", both, 2, 0.1)!.value).not.toBeCloseTo(
      usefulness(threeStates().point, "a", both, 2, 0.1)!.value,
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
