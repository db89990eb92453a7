import type { Point } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { EstimatorForm } from "../truth/discrete/estimator-form.ts";
import type { Estimator, Law } from "./estimator.ts";

/** The same of a form, by how the trajectories of a batch meet. */
export const acrossLaw = (across: EstimatorForm["across"]): "mean" | "nearly-mean" | undefined =>
  (({ independent: "mean", "leave-one-out": "nearly-mean", "batch-mean": undefined }) as const)[across];

/** How an estimate depends on the size of its batch, as far as that is known. */
export const batchLawOf = (law: Law): "mean" | "nearly-mean" | undefined => {
  switch (law.kind) {
    case "mean":
    case "nearly-mean":
      return law.kind;
    case "form":
      return acrossLaw(law.form.across);
    case "accumulated":
      return batchLawOf(law.of.law);
    case "truth":
    case "unknown":
    case "changed":
      return undefined;
  }
};

/** What the estimates of an endless batch tend to: the mean of another estimator's, changed by rules in turn. */
export interface Limit {
  readonly of: Estimator;
  change(mean: Float64Array, point: Point, random: Random): void;
}

/** The rules of a chain of transforms, one after the other; undefined where that is not all that they do. */
export const limitOf = ({ law }: Estimator): Limit | undefined => {
  if (law.kind !== "changed" || law.rule === undefined) return undefined;
  const { rule, of } = law;
  const inner = limitOf(of);
  if (inner === undefined) return batchLawOf(of.law) && { of, change: rule };
  return {
    of: inner.of,
    change(mean, point, random) {
      inner.change(mean, point, random);
      rule(mean, point, random);
    },
  };
};
