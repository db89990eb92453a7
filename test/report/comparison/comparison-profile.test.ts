import { expect, it } from "vitest";
import {
  profileOf,
  profileTables,
  roundThresholds,
} from "../../../src/report/comparison/comparison-profile.ts";

it("takes round thresholds across the range: all seeds are above none, and none above the last", () => {
  expect([...roundThresholds([0.12, 0.31, 0.98])]).toEqual([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  expect([...roundThresholds([-20, -4])]).toEqual([-20, -18, -16, -14, -12, -10, -8, -6]);
  expect([...roundThresholds([3, 3])]).toEqual([3]);
  expect([...roundThresholds([500, 500 + 1e-12])]).toEqual([500]);
});

it.each([
  [0, 1],
  [-1e6, 3],
  [0.001, 0.0011],
])("finds between 4 and 10 of them from %d to %d", (least, greatest) => {
  const thresholds = [...roundThresholds([least, greatest])];
  expect(thresholds.length).toBeGreaterThanOrEqual(4);
  expect(thresholds.length).toBeLessThanOrEqual(10);
  expect(thresholds[0]).toBeGreaterThanOrEqual(least);
  expect(thresholds.at(-1)).toBeLessThan(greatest);
});

it("counts the seeds of each agent above each threshold", () => {
  const finals = [
    ...[1, 2, 3, 4].map((value) => ({ name: "b", value })),
    ...[2, 6].map((value) => ({ name: "a", value })),
  ].map((row) => ({ ...row, study: "x", metric: "exact_return" }));
  const profile = profileOf(finals);
  expect([...profile.thresholds]).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5]);
  expect(profile.agents.map(({ name, seeds }) => [name, seeds])).toEqual([
    ["b", 4],
    ["a", 2],
  ]);
  expect(profile.agents[0].shares.map(({ estimate }) => estimate)).toEqual([
    ...[0.75, 0.75, 0.5, 0.5, 0.25, 0.25],
    ...[0, 0, 0, 0],
  ]);
  expect(profile.agents[1].shares[2].estimate).toBe(0.5);
  expect(profileTables([profile])).toMatch(/^ *above +b \(4\) \[95 %\] +a \(2\) \[95 %\]$/m);
});
