import { describe, expect, it } from "vitest";
import { type LossName, losses } from "../../../src/critics/trees/losses.ts";
import { rowSorter } from "../../../src/critics/trees/sorted-rows.ts";
import { type BoostingOptions, treeEnsemble } from "../../../src/critics/trees/tree-ensemble.ts";
import { normal, stream } from "../../../src/random.ts";

const whole = { trees: 20, shrinkage: 0.3, depth: 2, minimumLeaf: 3, subsample: 1, folds: 0 };
const random = stream("test", "tree-ensemble");
const n = 90;
const inputs = Float64Array.from({ length: 2 * n }, () => random.next());
const noisy = Float64Array.from({ length: n }, (_, k) => Math.sin(5 * inputs[2 * k]) + normal(random));
const shares = noisy.map((y) => 1 / (1 + Math.exp(-y)));
const rows = rowSorter(2)([inputs]);

const fitted = (loss: LossName, targets: Float64Array, change: Partial<BoostingOptions> = {}, of = rows) => {
  const ensemble = treeEnsemble(losses[loss], { ...whole, ...change });
  ensemble.fit(of, targets, stream("test", "draws"));
  return ensemble;
};
const meansOf = (ensemble: ReturnType<typeof fitted>, count = n) =>
  Array.from({ length: count }, (_, k) => ensemble.meanAt(inputs, 2 * k));

describe("boosted trees", () => {
  it("begin at the mean and take steps of its shrunken residuals", () => {
    const four = rowSorter(1)([Float64Array.of(0, 1, 2, 3)]);
    const ensemble = treeEnsemble(losses.gaussian, {
      ...whole,
      trees: 2,
      depth: 1,
      shrinkage: 0.5,
      minimumLeaf: 2,
    });
    ensemble.fit(four, Float64Array.of(0, 2, 6, 8), stream());
    // 4 − ½·3 − ½·1.5 and 4 + ½·3 + ½·1.5
    expect([0, 3].map((x) => ensemble.meanAt(Float64Array.of(x), 0))).toEqual([1.75, 6.25]);
  });

  it("take Newton's steps of the Bernoulli likelihood", () => {
    const four = rowSorter(1)([Float64Array.of(0, 1, 2, 3)]);
    const ensemble = treeEnsemble(losses.bernoulli, {
      ...whole,
      trees: 1,
      depth: 1,
      shrinkage: 0.5,
      minimumLeaf: 2,
    });
    ensemble.fit(four, Float64Array.of(0, 0.5, 0.5, 1), stream());
    // p = ½, Σ (y − p) = ∓½, Σ p (1 − p) = ½: F = ∓½
    expect(ensemble.meanAt(Float64Array.of(0), 0)).toBeCloseTo(1 / (1 + Math.exp(0.5)), 14);
    expect(ensemble.meanAt(Float64Array.of(3), 0)).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 14);
  });

  it.each([0, 1])("say %i by the Bernoulli likelihood where there is nothing else", (y) => {
    const means = meansOf(fitted("bernoulli", new Float64Array(n).fill(y), { folds: 3 }));
    expect(means).toEqual(means.map(() => y));
  });

  it("have probabilities as means, also of shares", () => {
    const means = meansOf(fitted("bernoulli", shares));
    for (const mean of means) expect(Math.abs(mean - 0.5)).toBeLessThan(0.5);
    const errorOf = (guess: (k: number) => number) =>
      shares.reduce((sum, share, k) => sum + (share - guess(k)) ** 2, 0);
    const mean = shares.reduce((sum, share) => sum + share, 0) / n;
    expect(errorOf((k) => means[k])).toBeLessThan(0.6 * errorOf(() => mean));
  });

  it("are grown from a part of the rows each, by the draws of their key", () => {
    const some = meansOf(fitted("gaussian", noisy, { subsample: 0.5 }));
    expect(meansOf(fitted("gaussian", noisy, { subsample: 0.5 }))).toEqual(some);
    expect(meansOf(fitted("gaussian", noisy))).not.toEqual(some);
    const other = treeEnsemble(losses.gaussian, { ...whole, subsample: 0.5 });
    other.fit(rows, noisy, stream("test", "other draws"));
    expect(meansOf(other)).not.toEqual(some);
    const one = fitted("gaussian", noisy, { subsample: 1e-9, minimumLeaf: 1, depth: 1, trees: 1 });
    expect(new Set(meansOf(one)).size).toBe(1); // a leaf of the one row that was drawn
  });

  it.each(["gaussian", "bernoulli"] as const)(
    "have the %s deviance of other folds chosen their number",
    (loss) => {
      const targets = loss === "gaussian" ? noisy : shares;
      const deviances = Array.from({ length: whole.trees }, (_, m) => {
        let sum = 0;
        for (const [from, to] of [
          [0, 30],
          [30, 60],
          [60, 90],
        ]) {
          const kept = [...targets.keys()].filter((k) => k < from || k >= to);
          const others = rowSorter(2)([
            Float64Array.from(kept.flatMap((k) => [...inputs.subarray(2 * k, 2 * k + 2)])),
          ]);
          const without = fitted(
            loss,
            Float64Array.from(kept, (k) => targets[k]),
            { trees: m + 1 },
            others,
          );
          const { linked, deviance } = losses[loss];
          for (let k = from; k < to; k++) sum += deviance(targets[k], linked(without.meanAt(inputs, 2 * k)));
        }
        return sum;
      });
      const best = deviances.indexOf(Math.min(...deviances)) + 1;
      const chosen = fitted(loss, targets, { folds: 3 });
      expect(chosen.size).toBe(best);
      expect(best).toBeGreaterThan(1);
      expect(best).toBeLessThan(whole.trees);
      expect(meansOf(chosen)).toEqual(meansOf(fitted(loss, targets, { trees: best })));
    },
  );

  it("have their number chosen by the folds that others say anything of", () => {
    const targets = shares.slice().fill(0, 30); // without the first fold all is 0, and its deviance infinite
    expect(fitted("bernoulli", targets, { folds: 3 }).size).toBeGreaterThan(1);
  });

  it("refuse what is no probability, and fewer rows than folds", () => {
    const targets = shares.slice();
    targets[7] = 1.25;
    expect(() => fitted("bernoulli", targets)).toThrow(
      new RangeError('loss "bernoulli" needs returns in [0, 1]; got 1.25; "gaussian" takes any'),
    );
    targets[7] = Number.NaN;
    expect(() => fitted("bernoulli", targets)).toThrow(/got NaN/);
    targets[7] = 1 + Number.EPSILON; // a rounded sum
    expect(meansOf(fitted("bernoulli", targets)).every(Number.isFinite)).toBe(true);
    const none = meansOf(fitted("bernoulli", new Float64Array(n).fill(-Number.EPSILON)));
    expect(none).toEqual(none.map(() => 0));
    expect(() => fitted("gaussian", noisy, { folds: 91 })).toThrow(
      new RangeError("folds must be at most the steps that are fitted to, 90; got 91"),
    );
    expect(() => fitted("gaussian", noisy, { folds: 90 })).not.toThrow();
  });
});
