import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/policies/heads/gaussian.ts";
import type { Head } from "../../src/policies/heads/head.ts";
import { squashed } from "../../src/policies/heads/squashed.ts";
import { stateGaussian } from "../../src/policies/heads/state-gaussian.ts";
import { stream } from "../../src/random.ts";
import { largest } from "../numbers.ts";

const limits = { low: [-2], high: [5] };
const half = 3.5;

const logOf = (head: Head, outputs: readonly number[], action: number): number => {
  const out = new Float64Array(1);
  head.logProbabilities(Float64Array.from(outputs), 0, 1, Float64Array.of(action), out);
  return out[0];
};

/** ∫ of a density over the limits, of a = 1.5 + 3.5 tanh u by steps of u. @param slope whether da/du is taken from tanh */
const integral = (log: (action: number) => number): number => {
  const step = 1e-3;
  let sum = 0;
  for (let u = -12; u <= 12; u += step)
    sum += step * half * (1 - Math.tanh(u) ** 2) * Math.exp(log(1.5 + half * Math.tanh(u)));
  return sum;
};

describe.each([
  ["one σ", squashed(gaussian(1, 0.8), limits), gaussian(1, 0.8), [0.7]],
  ["the state's σ", squashed(stateGaussian(1), limits), stateGaussian(1), [0.7, -0.4]],
] as const)("a squashed Gaussian with %s", (name, head, inner, outputs) => {
  it("has a density: it integrates to 1, and without the slope of tanh would not", () => {
    expect(Math.abs(integral((action) => logOf(head, outputs, action)) - 1)).toBeLessThan(1e-6);
    const withoutSlope = (action: number) => logOf(inner, outputs, Math.atanh((action - 1.5) / half));
    expect(Math.abs(integral(withoutSlope) - 1)).toBeGreaterThan(0.1);
  });

  it("draws within its limits, as its density says", () => {
    const N = 40_000;
    const actions = new Float64Array(1);
    const random = stream("squashed", name);
    const draws = Float64Array.from({ length: N }, () => {
      head.draw(Float64Array.from(outputs), 1, random, actions);
      return actions[0];
    });
    expect(draws.every((action) => action > -2 && action < 5)).toBe(true);
    // the mean by the density, and by draws: |z| > 4.5 has a probability below 1e-5
    const mean = draws.reduce((sum, x) => sum + x / N, 0);
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2 / N, 0);
    const expected = integral((action) => Math.log(action + 2) + logOf(head, outputs, action)) - 2;
    expect(Math.abs(mean - expected) / Math.sqrt(variance / N)).toBeLessThan(4.5);
    expect(Math.abs(mean + 0.1 - expected) / Math.sqrt(variance / N)).toBeGreaterThan(4.5);
  });

  it("has the median that stands for it in the middle of its draws", () => {
    const median = new Float64Array(1);
    head.mode(Float64Array.from(outputs), 1, median);
    expect(median[0]).toBeCloseTo(1.5 + half * Math.tanh(0.7), 12);
  });
});

describe("near its limits, a squashed Gaussian", () => {
  const head = squashed(gaussian(1, 1), { low: [-1], high: [1] });
  /** log π of tanh u, of u itself: log N(u) − 2 (log 2 − u − log(1 + e^{−2u})). */
  const exact = (mean: number, u: number): number => {
    const slope = 2 * (Math.LN2 - Math.abs(u) - Math.log1p(Math.exp(-2 * Math.abs(u))));
    return -0.5 * (u - mean) ** 2 - 0.5 * Math.log(2 * Math.PI) - slope;
  };

  it("knows log π of stored actions as well as they are stored", () => {
    for (const sign of [-1, 1]) {
      const error = (u: number) => Math.abs(logOf(head, [sign * u], Math.tanh(sign * u)) - exact(u, u));
      expect(largest([0.1, 1, 3, 6].map(error))).toBeLessThan(1e-9);
      expect(error(10)).toBeLessThan(1e-6);
      expect(error(15)).toBeLessThan(2e-2); // 1 − a is 1.9e-13, to a part in two thousand
    }
  });

  it("is finite and has finite slopes wherever it draws, and however far its mean is out", () => {
    const far = squashed(gaussian(2, 1), { low: [-1, 1000], high: [1, 1001] });
    const outputs = Float64Array.of(300, 300, -300, -300);
    const [actions, logs, slopes] = [new Float64Array(4), new Float64Array(2), new Float64Array(4)];
    far.draw(outputs, 2, stream("far"), actions);
    far.logProbabilities(outputs, 0, 2, actions, logs);
    far.slopes(outputs, 0, 2, actions, slopes);
    for (const number of [...logs, ...slopes]) expect(Number.isFinite(number)).toBe(true);
    expect(actions[0]).toBeLessThan(1);
    expect(actions[1]).toBeLessThan(1001);
    expect(actions[2]).toBeGreaterThan(-1);
    expect(actions[3]).toBeGreaterThan(1000);
  });

  it("tells no entropy, and has none to follow", () => {
    const out = new Float64Array(1);
    head.entropies(Float64Array.of(0), 1, out);
    expect(out[0]).toBeNaN();
    expect(head.addEntropySlopes).toBeUndefined();
  });
});

describe("a Gaussian with the state's σ", () => {
  const head = stateGaussian(2);

  it("is that with one σ where the two are the same, and clips log σ", () => {
    const own = gaussian(2, "learned");
    own.load(Float64Array.of(-0.5, 1.2), 0);
    const actions = Float64Array.of(0.3, -2);
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    own.logProbabilities(Float64Array.of(0.1, 0.2), 0, 1, actions, a);
    head.logProbabilities(Float64Array.of(0.1, 0.2, -0.5, 1.2), 0, 1, actions, b);
    expect(b[0]).toBeCloseTo(a[0], 12);
    own.entropies(Float64Array.of(0.1, 0.2), 1, a);
    head.entropies(Float64Array.of(0.1, 0.2, -0.5, 1.2), 1, b);
    expect(b[0]).toBeCloseTo(a[0], 12);
    const logAt = (logSigma: number) => {
      head.logProbabilities(Float64Array.of(0.1, 0.2, 0, logSigma), 0, 1, actions, a);
      return a[0];
    };
    expect(logAt(40)).toBe(logAt(2));
    expect(logAt(-300)).toBe(logAt(-20));
    expect(logAt(1.9)).not.toBe(logAt(2));
  });

  it("has slopes of its log π and entropy that are those of differences, and none beyond the clip", () => {
    const actions = Float64Array.of(0.3, -2);
    const outputs = Float64Array.of(0.1, 0.2, -0.5, 40);
    const slopes = new Float64Array(4);
    head.slopes(outputs, 0, 1, actions, slopes);
    const ofEntropy = new Float64Array(4);
    head.addEntropySlopes?.(outputs, 1, 1, ofEntropy, new Float64Array(0), 0);
    const [out, h] = [new Float64Array(1), 1e-5];
    const difference = (k: number, figure: (at: Float64Array) => void) => {
      const at = (step: number) => {
        figure(outputs.map((x, j) => (j === k ? x + step : x)));
        return out[0];
      };
      return (at(h) - at(-h)) / (2 * h);
    };
    for (let k = 0; k < 4; k++) {
      const log = difference(k, (at) => head.logProbabilities(at, 0, 1, actions, out));
      expect(slopes[k]).toBeCloseTo(log, 7);
      expect(ofEntropy[k]).toBeCloseTo(
        difference(k, (at) => head.entropies(at, 1, out)),
        7,
      );
    }
    expect(slopes[3]).toBe(0);
    expect(slopes[2]).not.toBe(0);
  });
});
