import type { Cleaned } from "./clean.ts";
import type { Exam } from "./exam.ts";
import type { Normalization } from "./normalization.ts";

/** Numbers of parts of which each scales its advantages otherwise; undefined where there are none. */
export const unitOfSteps = (
  { trajectory, groupSize }: Exam,
  normalization: Normalization | undefined,
): ((k: number) => number) | undefined => {
  const { over, minibatches } = normalization ?? {};
  if (minibatches) return (k) => minibatches[k];
  if (over !== "each-group" && over !== "steps-of-each-group") return undefined;
  return (k) => Math.floor(trajectory[k] / groupSize);
};

/** Every row divided by the largest entry of a step's own reward in its part. */
export const inUnits = (
  { trajectory }: Exam,
  { columns, ...rest }: Cleaned,
  unitOf: (k: number) => number,
): Cleaned => {
  const units = new Map<number, number>();
  for (const [k, i] of trajectory.entries())
    for (const [l, j] of trajectory.entries()) {
      const entry = i === j ? Math.abs(columns[l]?.[k] ?? Number.NaN) : Number.NaN;
      if (entry > (units.get(unitOf(k)) ?? 0)) units.set(unitOf(k), entry);
    }
  return {
    ...rest,
    columns: columns.map((column) => column?.map((each, k) => each / (units.get(unitOf(k)) ?? Number.NaN))),
  };
};
