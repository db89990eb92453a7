import { createHash } from "node:crypto";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { normal, stream } from "../src/random.ts";

const first = (count: number, ...key: (string | number)[]) => {
  const random = stream(...key);
  return Array.from({ length: count }, () => random.next());
};

describe("stream", () => {
  it("is seedrandom's alea, bit for bit, seeded with the SHA-256 of the key as JSON", () => {
    for (const key of [[0], [7, "agent", "probe", 50, 64], ["ключ", -1.5]]) {
      const alea = seedrandom.alea(createHash("sha256").update(JSON.stringify(key)).digest("hex"));
      expect(first(20_000, ...key)).toEqual(Array.from({ length: 20_000 }, () => alea()));
    }
  });

  it("gives the same draws for the same key, however they are interleaved with another stream's", () => {
    const [one, other] = [stream("a", 1), stream("b", 1)];
    const draws = Array.from({ length: 300 }, (_, i) => {
      if (i % 3 === 0) other.next();
      return one.next();
    });
    expect(draws).toEqual(first(300, "a", 1));
  });

  it("tells apart keys that differ in order, in type, or in where one part ends", () => {
    const keys = [[1, 2], [2, 1], ["1", 2], [12], ["1,2"], [1, 2, 0], ["ab", "c"], ["a", "bc"]];
    const starts = keys.map((key) => first(1, ...key)[0]);
    expect(new Set(starts).size).toBe(keys.length);
  });

  it("gives uniforms in [0, 1) that streams of neighboring keys do not share", () => {
    const [a, b] = [first(20_000, "seed", 0), first(20_000, "seed", 1)];
    expect(Math.min(...a)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...a)).toBeLessThan(1);
    const correlation = a.reduce((sum, x, i) => sum + (x - 0.5) * (b[i] - 0.5), 0) / 20_000 / (1 / 12);
    expect(Math.abs(correlation * Math.sqrt(20_000))).toBeLessThan(4); // |z|
    expect(new Set([...a, ...b]).size).toBeGreaterThan(39_990); // equal 32-bit draws: 0.2 are expected
  });
});

describe("normal", () => {
  it("is √(−2 ln(1 − u)) cos 2πv of the next two uniforms", () => {
    const script = (...draws: number[]) => ({ next: () => draws.shift()! });
    expect(normal(script(0, 0.3))).toBe(0);
    expect(normal(script(1 - Math.exp(-2), 0))).toBeCloseTo(2, 12);
    expect(normal(script(1 - Math.exp(-2), 0.5))).toBeCloseTo(-2, 12);
    expect(normal(script(1 - 2 ** -32, 0))).toBeCloseTo(Math.sqrt(64 * Math.LN2), 12);
  });

  it("has the moments 0, 1, 0 and 3", () => {
    const random = stream("normal");
    const N = 100_000;
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < N; i++) {
      const x = normal(random);
      for (let m = 0; m < 4; m++) sums[m] += x ** (m + 1);
    }
    const expected = [0, 1, 0, 3];
    const variances = [1, 2, 15, 96]; // of x, x², x³, x⁴
    for (let m = 0; m < 4; m++)
      expect(Math.abs(sums[m] / N - expected[m]) / Math.sqrt(variances[m] / N)).toBeLessThan(4); // |z|
  });
});
