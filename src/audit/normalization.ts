import { type Coefficients, coefficients } from "./coefficients.ts";
import type { Exam } from "./exam.ts";
import { type KnownScale, scaleOf } from "./scale.ts";

/** Over what advantages have mean 0 and one deviation. */
export interface Normalization {
  readonly over:
    | "all-steps"
    | "each-time"
    | "each-trajectory"
    | "steps-of-each-group"
    | "trajectories"
    | "each-group"
    | "minibatches";
  readonly deviation: "population" | "sample";
  readonly coefficients: Coefficients;
  readonly known: KnownScale;
  /** The number of every step's minibatch, where it is over those. # [steps] */
  readonly minibatches?: Int32Array;
}

/** Relative difference that an ε in the denominator leaves. */
const CLOSE = 2e-3;

/** Over what weights are normalized, and what then multiplies them; undefined if in no way that is known. @param weights [steps] */
export const normalizationOf = (exam: Exam, weights: Float64Array): Normalization | undefined => {
  for (const each of coefficients(exam)) {
    const advantages = weights.map((w, k) => w / each.factors[k]);
    for (const [over, sets] of Object.entries(setsOf(exam, advantages)))
      for (const deviation of ["population", "sample"] as const) {
        const chosen = sets.filter(({ length }) => length > 1);
        const spreads = chosen.map((set) => spreadOf(set, deviation));
        if (spreads.some((spread) => !(Math.abs(spread / spreads[0] - 1) <= CLOSE))) continue;
        const known = scaleOf(exam, spreads[0], CLOSE);
        if (known?.exact)
          return { over: over as Normalization["over"], deviation, coefficients: each, known };
      }
  }
  return undefined;
};

/**
 * The same of code that draws minibatches, and normalizes the advantages of each: of advantages as they are, of their mean over
 * minibatches, or of the sum.
 *
 * @param minibatches number of every step's. # [steps]
 */
export const normalizationOfMinibatches = (
  { lengths }: Exam,
  weights: Float64Array,
  minibatches: Int32Array,
): Normalization | undefined => {
  const count = Math.max(...minibatches) + 1;
  const numbers = Array.from({ length: count }, (_, b) => b);
  const sizes = numbers.map((b) => minibatches.filter((each) => each === b).length);
  const meanOver = (parts: number) =>
    Float64Array.from(minibatches, (b) => lengths.length / parts / sizes[b]);
  const ways = [
    { divisor: { kind: "minibatches", count, added: false }, factors: meanOver(count) },
    { divisor: { kind: "minibatches", count, added: true }, factors: meanOver(1) },
    { divisor: { kind: "one" }, factors: weights.map(() => 1) },
  ] as const;
  for (const way of ways)
    for (const deviation of ["population", "sample"] as const) {
      const advantages = weights.map((w, k) => w / way.factors[k]);
      const spreads = numbers.map((b) =>
        spreadOf(
          advantages.filter((_, k) => minibatches[k] === b),
          deviation,
        ),
      );
      if (spreads.some((spread) => !(Math.abs(spread - 1) <= CLOSE))) continue;
      const coefficients: Coefficients = { stateWeight: "none", ...way };
      const known: KnownScale = { by: "trajectories", sign: 1, exact: true, factor: undefined };
      return { over: "minibatches", deviation, coefficients, known, minibatches };
    }
  return undefined;
};

/** The narrowest first: what is standard in each part is so in the whole. */
const setsOf = (
  exam: Exam,
  advantages: Float64Array,
): Partial<Record<Normalization["over"], Float64Array[]>> => {
  const { trajectory, time, lengths, groupSize } = exam;
  const by = (label: (k: number) => number) =>
    [...new Set(Array.from(advantages, (_, k) => label(k)))].map((each) =>
      advantages.filter((_, k) => label(k) === each),
    );
  const first = lengths.map((_, i) => advantages[trajectory.indexOf(i)]);
  const isWhole = advantages.every(
    (each, k) => Math.abs(each - first[trajectory[k]]) <= 1e-6 * Math.abs(each),
  );
  const group = (i: number) => Math.floor(i / groupSize);
  const whole = Float64Array.from(first);
  return isWhole
    ? {
        "each-group": [whole.slice(0, groupSize), whole.slice(groupSize)],
        trajectories: [whole],
        "all-steps": [advantages],
      }
    : {
        "each-time": by((k) => time[k]),
        "each-trajectory": by((k) => trajectory[k]),
        "steps-of-each-group": by((k) => group(trajectory[k])),
        "all-steps": [advantages],
      };
};

/** The deviation of numbers whose mean is 0; NaN where it is not. */
const spreadOf = (set: Float64Array, deviation: Normalization["deviation"]): number => {
  const mean = set.reduce((a, b) => a + b) / set.length;
  const squares = set.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const spread = Math.sqrt(squares / (deviation === "sample" ? set.length - 1 : set.length));
  return Math.abs(mean) <= CLOSE * spread ? spread : Number.NaN;
};
