import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { statistics } from "../../src/index.ts";

/** Parts that the statistics are made of. */
const INTERNAL = new Set([
  ...[
    "checkStrata",
    "contributions",
    "incompleteBeta",
    "logGamma",
    "meanOfStrata",
    "ones",
    "resample",
    "tails",
  ],
  ...["TIE", "ranks", "distanceLimits", "cellBias", "distanceBetween", "meanSquareProduct"],
  ...["directions", "dot", "meanVector", "projections", "squaredDistances"],
]);

it("exports every statistic, and none of what they are made of", () => {
  const folder = new URL("../../src/statistics/", import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== "index.ts" && !file.startsWith("alignment")) // what forecasts are made of
    .flatMap((file) => [...readFileSync(new URL(file, folder), "utf8").matchAll(/^export const (\w+)/gm)])
    .map(([, name]) => name);
  expect(names.length).toBeGreaterThan(30);
  expect(Object.keys(statistics).sort()).toEqual(names.filter((name) => !INTERNAL.has(name)).sort());
});

it("computes what it says", () => {
  expect(statistics.median(Float64Array.of(3, 1, 2))).toBe(2);
  expect(statistics.meanInterval(Float64Array.of(1, 3)).estimate).toBe(2);
});
