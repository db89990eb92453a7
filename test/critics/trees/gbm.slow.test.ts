import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type LossName, losses } from "../../../src/critics/trees/losses.ts";
import { rowSorter } from "../../../src/critics/trees/sorted-rows.ts";
import { type BoostingOptions, treeEnsemble } from "../../../src/critics/trees/tree-ensemble.ts";
import { stream } from "../../../src/random.ts";

/** The cells of a file that gbm.R writes, but for its head. */
const cellsOf = (name: string): string[][] =>
  readFileSync(new URL(`../../golden/boosting/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const rows = cellsOf("gbm-rows.csv").map((cells) => cells.map(Number)); // x1 … x4, number, label, held
const deviances = cellsOf("gbm-deviances.csv"); // loss, splits, fit, deviance
const [train, held] = [0, 1].map((part) => rows.filter((row) => row[6] === part));
const sorted = rowSorter(4)([Float64Array.from(train.flatMap((row) => row.slice(0, 4)))]);

/** Mean and variance of a sample. */
const momentsOf = (sample: readonly number[]) => {
  const mean = sample.reduce((sum, x) => sum + x, 0) / sample.length;
  return { mean, variance: sample.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (sample.length - 1) };
};
const FITS = 10;

/** Deviances of the rows held out, of fits with draws of their own. # [fits, rows] */
const ours = (loss: LossName, change: Partial<BoostingOptions>) => {
  const settings = { trees: 200, shrinkage: 0.05, depth: 1, minimumLeaf: 10, subsample: 0.5, folds: 0 };
  const target = loss === "gaussian" ? 4 : 5;
  const { linked, deviance } = losses[loss];
  return Array.from({ length: FITS }, (_, i) => {
    const ensemble = treeEnsemble(losses[loss], { ...settings, ...change });
    const targets = Float64Array.from(train, (row) => row[target]);
    ensemble.fit(sorted, targets, stream("test", "gbm", i));
    return held.map((row) => deviance(row[target], linked(ensemble.meanAt(Float64Array.from(row), 0))));
  });
};
const meansOf = (fits: readonly (readonly number[])[]) => momentsOf(fits.map((fit) => momentsOf(fit).mean));
const gbmOf = (loss: LossName, splits: number) =>
  momentsOf(
    deviances.filter((each) => each[0] === loss && each[1] === `${splits}`).map((each) => Number(each[3])),
  );

describe.each(["gaussian", "bernoulli"] as const)(
  "boosted trees and R's gbm, by the %s deviance held out",
  (loss) => {
    /** Standard errors that the means of fits of one split are apart by; the draws of both are all that differs. */
    const apart = (change: Partial<BoostingOptions>): number => {
      const [mine, theirs] = [meansOf(ours(loss, change)), gbmOf(loss, 1)];
      return Math.abs(mine.mean - theirs.mean) / Math.sqrt(mine.variance / FITS + theirs.variance / 20);
    };

    it("are one with trees of one split", () => {
      expect(apart({})).toBeLessThan(4);
      expect(apart({ trees: 180 })).toBeGreaterThan(4);
      expect(apart({ subsample: 1 })).toBeGreaterThan(4);
    });

    it("are within the error of that deviance with three splits, two levels of them here", () => {
      const fits = ours(loss, { depth: 2 });
      const error = Math.sqrt(momentsOf(fits[0]).variance / held.length);
      expect(Math.abs(meansOf(fits).mean - gbmOf(loss, 3).mean)).toBeLessThan(error);
      expect(Math.abs(meansOf(fits).mean - gbmOf(loss, 1).mean)).toBeGreaterThan(error);
    });
  },
);
