import { describe, expect, it } from "vitest";
import { categorical } from "../../src/policies/heads/categorical.ts";
import { gaussian } from "../../src/policies/heads/gaussian.ts";
import { squashed } from "../../src/policies/heads/squashed.ts";
import { stateGaussian } from "../../src/policies/heads/state-gaussian.ts";
import { stream } from "../../src/random.ts";
import { largest, normals } from "../numbers.ts";

const ROWS = 5;
const limits = { low: [-1, 0, -3], high: [1, 5, -2] };
const heads = [
  ["a softmax of 2", categorical(2)],
  ["a softmax of 6", categorical(6)],
  ["a Gaussian with a fixed σ", gaussian(3, 0.4)],
  ["a Gaussian with its own σ", gaussian(3, "learned")],
  ["a Gaussian with the state's σ", stateGaussian(3)],
  ["a squashed Gaussian with its own σ", squashed(gaussian(3, "learned"), limits)],
  ["a squashed Gaussian with the state's σ", squashed(stateGaussian(3), limits)],
] as const;

describe.each(heads)("%s", (name, head) => {
  const H = head.inputs;
  const drawn = (key: string) => ({
    outputs: normals(ROWS * H, name, key),
    own: normals(head.parameters, name, key),
  });
  const [from, to] = [drawn("from"), drawn("to")];
  const divergences = (a: typeof from, b: typeof from) => {
    const out = new Float64Array(ROWS).fill(Number.NaN);
    head.divergences(a, b, ROWS, out);
    return out;
  };

  it("is as far from another distribution as the mean of log ratios says", () => {
    const N = 20000;
    const exact = divergences(from, to);
    const K = head.action.size ?? 1;
    const actions = new Float64Array(ROWS * K);
    const [before, after] = [new Float64Array(ROWS), new Float64Array(ROWS)];
    const [sum, square] = [new Float64Array(ROWS), new Float64Array(ROWS)];
    const random = stream("divergence", name);
    for (let i = 0; i < N; i++) {
      head.load(from.own, 0);
      head.draw(from.outputs, ROWS, random, actions);
      head.logProbabilities(from.outputs, 0, ROWS, actions, before);
      head.load(to.own, 0);
      head.logProbabilities(to.outputs, 0, ROWS, actions, after);
      for (let r = 0; r < ROWS; r++) {
        sum[r] += (before[r] - after[r]) / N;
        square[r] += (before[r] - after[r]) ** 2 / N;
      }
    }
    // |z| > 4.5 in one of 5 rows: below 1e-4; the other direction is another figure
    const z = (expected: Float64Array) =>
      sum.map((mean, r) => (mean - expected[r]) / Math.sqrt((square[r] - mean * mean) / N));
    expect(largest(z(exact))).toBeLessThan(4.5);
    expect(largest(divergences(from, from))).toBeLessThan(1e-15);
    const apart = largest(exact.map((x, r) => x - divergences(to, from)[r]));
    if (name !== "a Gaussian with a fixed σ") expect(largest(z(divergences(to, from)))).toBeGreaterThan(4.5);
    else expect(apart).toBeLessThan(1e-14); // which is the same in both directions
  });

  it("has the second derivative of its divergence as the Fisher matrix", () => {
    const tangents = normals(ROWS * H, name, "tangent");
    const ownTangents = normals(head.parameters, name, "own tangent");
    const h = 1e-3;
    const along = (step: number) =>
      divergences(from, {
        outputs: from.outputs.map((z, k) => z + step * tangents[k]),
        own: from.own.map((s, j) => s + step * ownTangents[j]),
      });
    // Richardson: (16 f(h) − f(2h)) / 12 has no error of fourth order
    const second = (step: number) => along(step).map((up, r) => (up + along(-step)[r]) / step ** 2);
    const exact = second(h).map((near, r) => (4 * near - second(2 * h)[r]) / 3);

    head.load(from.own, 0);
    const images = new Float64Array(ROWS * H).fill(Number.NaN);
    head.fisher(from.outputs, ROWS, tangents, images);
    const padded = Float64Array.of(Number.NaN, ...ownTangents);
    const own = new Float64Array(padded.length).fill(7);
    head.addOwnFisher?.(ROWS, padded, own, 1);
    const ofOwn = ownTangents.reduce((sum, v, j) => sum + v * (own[1 + j] - 7), 0) / ROWS;
    const ofRow = (r: number) => {
      let sum = ofOwn;
      for (let k = r * H; k < (r + 1) * H; k++) sum += tangents[k] * images[k];
      return sum;
    };
    expect(own[0]).toBe(7);
    expect(largest(exact.map((value, r) => value / ofRow(r) - 1))).toBeLessThan(1e-6);
    expect(largest(exact.map((value, r) => value / (ofRow(r) + 0.001) - 1))).toBeGreaterThan(1e-5);
  });
});

describe("divergences", () => {
  it("are those of a hand", () => {
    const out = new Float64Array(1);
    const [a, b] = [Math.log(0.9 / 0.1), Math.log(0.2 / 0.8)];
    categorical(2).divergences(
      { outputs: Float64Array.of(a, 0), own: new Float64Array(0) },
      { outputs: Float64Array.of(b, 0), own: new Float64Array(0) },
      1,
      out,
    );
    expect(out[0]).toBeCloseTo(0.9 * Math.log(0.9 / 0.2) + 0.1 * Math.log(0.1 / 0.8), 14);
    // N(1, 1) and N(3, 2²): log 2 + (1 + 4)/8 − 1/2
    gaussian(1, "learned").divergences(
      { outputs: Float64Array.of(1), own: Float64Array.of(0) },
      { outputs: Float64Array.of(3), own: Float64Array.of(Math.log(2)) },
      1,
      out,
    );
    expect(out[0]).toBeCloseTo(Math.log(2) + 5 / 8 - 1 / 2, 14);
  });

  it("from an action that has no probability are finite, and to one are not", () => {
    const out = new Float64Array(1);
    const own = new Float64Array(0);
    const [even, certain] = [Float64Array.of(0, 0), Float64Array.of(0, -2000)];
    categorical(2).divergences({ outputs: certain, own }, { outputs: even, own }, 1, out);
    expect(out[0]).toBeCloseTo(Math.log(2), 14);
    categorical(2).divergences({ outputs: even, own }, { outputs: certain, own }, 1, out);
    expect(out[0]).toBeCloseTo(1000 - Math.log(2), 10);
  });
});
