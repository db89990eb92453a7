import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import {
  interquartileMean,
  interquartileMeanOf,
  meanOf,
  median,
  medianOf,
} from "../../src/statistics/location.ts";
import { normals } from "./coverage.ts";

const of = (...values: number[]) => Float64Array.from(values);

describe("interquartileMean", () => {
  it("leaves a quarter of the values off at each end", () => {
    expect(interquartileMean(of(100, 3, 5, -7))).toBe(4);
    expect(interquartileMean(of(1, 2, 3, 4, 5, 6, 7, 80))).toBe(4.5);
  });

  it("takes the part of a value that lies between the quartiles", () => {
    // of 5: 1¼ … 3¾ leaves ¾ of the second, the third, ¾ of the fourth
    expect(interquartileMean(of(9, 1, 2, 4, 8))).toBeCloseTo((0.75 * 2 + 4 + 0.75 * 8) / 2.5, 14);
    expect(interquartileMean(of(0, 6, 3))).toBeCloseTo((0.25 * 0 + 3 + 0.25 * 6) / 1.5, 14);
    expect(interquartileMean(of(2, 4))).toBe(3);
    expect(interquartileMean(of(5))).toBe(5);
  });

  it("is the trimmed mean of every value taken four times", () => {
    const values = normals(23, stream("location"));
    const four = Array.from(values).flatMap((x) => [x, x, x, x]);
    const middle = four.sort((a, b) => a - b).slice(23, 69);
    expect(interquartileMean(values)).toBeCloseTo(middle.reduce((sum, x) => sum + x, 0) / 46, 12);
  });
});

describe("median", () => {
  it("is the value in the middle, or the mean of the two there", () => {
    expect(median(of(3, 1, 20))).toBe(3);
    expect(median(of(3, 1, 20, 4))).toBe(3.5);
    expect(median(of(7))).toBe(7);
  });
});

describe("a statistic of counts", () => {
  it("is that of the resample which the counts stand for", () => {
    const values = normals(9, stream("counts"));
    for (const counts of [
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
      [0, 3, 0, 0, 2, 1, 1, 0, 2],
      [9, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 0, 1, 1, 1, 1, 1, 1],
      [0, 0, 4, 4, 0, 0, 0, 0, 0],
    ]) {
      const sample = Float64Array.from(counts.flatMap((count, i) => new Array(count).fill(values[i])));
      const c = Int32Array.from(counts);
      expect(meanOf(values)(c)).toBeCloseTo(sample.reduce((sum, x) => sum + x, 0) / sample.length, 13);
      expect(medianOf(values)(c)).toBeCloseTo(median(sample), 13);
      expect(interquartileMeanOf(values)(c)).toBeCloseTo(interquartileMean(sample), 13);
    }
  });
});
