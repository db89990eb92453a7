import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type LossName, losses } from "../../../src/critics/trees/losses.ts";
import { rowSorter } from "../../../src/critics/trees/sorted-rows.ts";
import { treeEnsemble } from "../../../src/critics/trees/tree-ensemble.ts";
import { stream } from "../../../src/random.ts";
import { largest } from "../../numbers.ts";

interface Fit {
  readonly loss: LossName;
  readonly trees: number;
  readonly shrinkage: number;
  readonly depth: number;
  readonly minimumLeaf: number;
  readonly means: number[];
  readonly deviance: number;
}

/** Of scikit-learn; see boosting.py beside it. */
const golden: {
  readonly rows: number[][];
  readonly numbers: number[];
  readonly labels: number[];
  readonly held: number[][];
  readonly heldNumbers: number[];
  readonly heldLabels: number[];
  readonly fits: Fit[];
} = JSON.parse(readFileSync(new URL("../../golden/boosting/boosting.json", import.meta.url), "utf8"));

const rows = rowSorter(4)([Float64Array.from(golden.rows.flat())]);
const held = Float64Array.from(golden.held.flat());

const fitted = ({ loss, trees, shrinkage, depth, minimumLeaf }: Omit<Fit, "means" | "deviance">) => {
  const size = { trees, shrinkage, depth, minimumLeaf, subsample: 1, folds: 0 };
  const ensemble = treeEnsemble(losses[loss], size);
  const targets = Float64Array.from(loss === "gaussian" ? golden.numbers : golden.labels);
  ensemble.fit(rows, targets, stream("test"));
  return golden.held.map((_, i) => ensemble.meanAt(held, 4 * i));
};

describe("boosted trees", () => {
  it.each(golden.fits)("are those of scikit-learn: $loss, $trees of depth $depth", (fit) => {
    const means = fitted(fit);
    const off = (found: number[]) => largest(found.map((mean, i) => mean - fit.means[i]));
    expect(off(means)).toBeLessThan(1e-8);
    expect(off(fitted({ ...fit, trees: fit.trees + 1 }))).toBeGreaterThan(1e-4);
    const targets = fit.loss === "gaussian" ? golden.heldNumbers : golden.heldLabels;
    const { linked, deviance } = losses[fit.loss];
    const sum = means.reduce((all, mean, i) => all + deviance(targets[i], linked(mean)), 0);
    expect(Math.abs(sum / means.length - fit.deviance)).toBeLessThan(1e-8);
  });
});
