import { describe, expect, it } from "vitest";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { type FeatureOptions, featureOptions, featuresOf } from "../../src/critics/features/index.ts";
import { largest } from "../numbers.ts";

const space = (observationSize: number) => ({ kind: "somewhere", observationSize }) as ContinuousEnvironment;

const made = (options: object, observationSize: number, horizon = 4) =>
  featuresOf(featureOptions.parse(options) as FeatureOptions, space(observationSize), horizon);

/** φ of one observation. */
const at = (options: object, x: readonly number[], time = 0): number[] => {
  const features = made(options, x.length);
  const out = new Float64Array(features.size);
  features.write(Float64Array.of(...x.map(() => 99), ...x), 1, time, out); // the second of two rows
  return [...out];
};

describe("features of observations", () => {
  it("are 1 and the coordinates, or all products of two as well", () => {
    expect(at({ kind: "identity" }, [3, 5])).toEqual([1, 3, 5]);
    expect(at({ kind: "quadratic" }, [3, 5])).toEqual([1, 3, 5, 9, 15, 25]);
    expect(at({ kind: "quadratic" }, [2, 3, 5])).toEqual([1, 2, 3, 5, 4, 6, 10, 9, 15, 25]);
  });

  it("are all monomials up to a degree, each once", () => {
    expect(at({ kind: "polynomial", degree: 3 }, [3, 5])).toEqual([1, 3, 5, 9, 15, 25, 27, 45, 75, 125]);
    const primes = at({ kind: "polynomial", degree: 4 }, [2, 3, 5]);
    expect(primes).toHaveLength(35); // C(3 + 4, 4)
    expect(new Set(primes).size).toBe(35);
  });

  it("have t/T as a further input, or weights of their own for every time", () => {
    expect(at({ kind: "quadratic", time: "input" }, [3], 1)).toEqual([1, 3, 0.25, 9, 0.75, 0.0625]);
    const each = made({ kind: "quadratic", time: "each" }, 1);
    expect([each.size, each.blocks]).toEqual([3, 5]);
  });

  it("are cosines of multiples of the inputs between their bounds", () => {
    const options = {
      kind: "fourier",
      order: 1,
      bounds: [
        [-1, 1],
        [0, 10],
      ],
    };
    const [y1, y2] = [0.75, 0.2];
    const expected = [0, y2, y1, y1 + y2].map((y) => Math.cos(Math.PI * y));
    expect(largest(at(options, [0.5, 2]).map((φ, j) => φ - expected[j]))).toBeLessThan(1e-15);
    expect(at({ ...options, order: 3 }, [0.5, 2])).toHaveLength(16);
  });

  it("(cosines) are orthogonal over their period, twice the range of each input", () => {
    const features = made({ kind: "fourier", order: 2, bounds: [[2, 5]], time: "input" }, 1);
    const products = new Float64Array(81);
    const φ = new Float64Array(9);
    for (let i = 0; i < 8; i++)
      for (let t = 0; t < 8; t++) {
        features.write(Float64Array.of(2 + (6 * i) / 8), 0, t, φ); // T = 4
        for (let j = 0; j < 81; j++) products[j] += (φ[Math.floor(j / 9)] * φ[j % 9]) / 64;
      }
    const off = products.map((x, j) => x - (j === 0 ? 1 : j % 10 === 0 ? 0.5 : 0));
    expect(largest(off)).toBeLessThan(1e-14);
  });
});

describe("random Fourier features", () => {
  const count = 2000;
  const [a, b] = [
    [0.3, -0.5],
    [1, 0.2],
  ];
  const square = 0.7 ** 2 + 0.7 ** 2;
  const options = { kind: "random-fourier", count, bandwidth: 0.8 };
  /** How many standard errors, at most √(1/m) each as a product lies in ±2 with a variance below 1, φ·φ' is off. */
  const off = (bandwidth: number) => {
    const [x, y] = [at(options, a), at(options, b)];
    const product = x.reduce((sum, φ, j) => sum + (j === 0 ? 0 : φ * y[j]), 0);
    return Math.abs(product - Math.exp(-square / (2 * bandwidth ** 2))) * Math.sqrt(count);
  };

  it("have the Gaussian kernel as their product", () => {
    expect(off(0.8)).toBeLessThan(4);
    expect(off(0.8 * 1.3)).toBeGreaterThan(4); // a kernel that is too wide
    expect(at(options, a)[0]).toBe(1);
  });

  it("are the same for the same seed only", () => {
    expect(at({ ...options, seed: 3 }, a)).toEqual(at({ ...options, seed: 3 }, a));
    expect(at({ ...options, seed: 4 }, a)).not.toEqual(at({ ...options, seed: 3 }, a));
  });
});

describe("features that cannot be", () => {
  it.each([
    [
      "too many monomials",
      { kind: "polynomial", degree: 8 },
      10,
      "monomials of 10 inputs up to degree 8 are 43758; at most 2048 can be fitted",
    ],
    [
      "too many cosines",
      {
        kind: "fourier",
        order: 9,
        bounds: [
          [0, 1],
          [0, 1],
          [0, 1],
        ],
        time: "input",
      },
      3,
      "fourier features of 4 inputs and order 9 are 10000; at most 2048 can be fitted",
    ],
    [
      "bounds of another space",
      { kind: "fourier", order: 1, bounds: [[0, 1]] },
      2,
      "fourier features need bounds of 2 coordinates; got 1",
    ],
    [
      "bounds the wrong way round",
      { kind: "fourier", order: 1, bounds: [[1, 1]] },
      1,
      "bounds must be [low, high] with low < high; got [1, 1]",
    ],
  ])("are refused: %s", (_, options, size, message) => {
    expect(() => made(options, size)).toThrow(new RangeError(message));
  });

  it("are refused: weights of too many times", () => {
    expect(() => made({ kind: "quadratic", time: "each" }, 1, 1_000_000)).toThrow(
      new RangeError('time "each" makes 3000003 weights of 3 features; at most 1048576 can be fitted'),
    );
  });
});
