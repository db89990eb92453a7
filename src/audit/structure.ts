import { power } from "../arithmetic/power.ts";
import { type Cleaned, type CommonPart, clean } from "./clean.ts";
import { type Coefficients, coefficients } from "./coefficients.ts";
import type { Exam } from "./exam.ts";
import { type Answers, SAME } from "./interview.ts";
import type { Normalization } from "./normalization.ts";
import { type KnownScale, scaleOf } from "./scale.ts";
import { inUnits, unitOfSteps } from "./units.ts";

/** How the weight of a step depends on rewards and values of its trajectory. */
export interface Structure {
  /**
   * - "to-go": on the rewards from its own on;
   * - "total": every step on all of them alike;
   * - "one-early": on the rewards from the next one on; "one-late": from the one before.
   */
  readonly kind: "to-go" | "total" | "one-early" | "one-late";
  readonly coefficients: Coefficients;
  /** What is common to the batch. */
  readonly common: { readonly part: CommonPart; readonly included: boolean } | undefined;
  /** What its own reward (the first reward, of "total") counts. */
  readonly scale: number;
  readonly known: KnownScale | undefined;
  /** How rewards count 0, 1, 2 … steps later, in units of `scale`; undefined where steps differ. */
  readonly decay: readonly (number | undefined)[];
  /** Whether the last reward of a trajectory counts for the last step alone. */
  readonly lastAlone: boolean;
  /** Ends at which a trajectory depends on the beginning of another. */
  readonly leaks: readonly Leak[];
  /** Whether trajectories depend on each other in no way that is known. */
  readonly mixed: boolean;
  /** Of V of its own state and of the next, in units of `scale`; undefined where steps differ. */
  readonly values: { readonly own: number | undefined; readonly next: number | undefined };
  /** Of V after the last step, where a trajectory was cut off and where it ended. */
  readonly ends: { readonly cut: number | undefined; readonly ended: number | undefined };
}

/** The last step of trajectory `from` depends on the first reward, or the first value, of another. */
export interface Leak {
  readonly from: number;
  readonly of: "reward" | "value";
}

/** Relative to the own reward's: below it nothing counts. */
const ZERO = 1e-3;

/**
 * Finds how weights come about; undefined where it is in no way that is known.
 * @param normalization of the weights, where that is known
 */
export const structureOf = (
  exam: Exam,
  { odd, responses, degree, order }: Answers,
  normalization: Normalization | undefined,
): Structure | undefined => {
  const scaled = degree === "normalized";
  const unitOf = unitOfSteps(exam, normalization);
  const readAs = (each: Coefficients): Candidate | undefined => {
    const advantages = odd.weights.map((w, k) => w / each.factors[k]);
    const changed = responses.map((response) => response.map((w, k) => w / each.factors[k]));
    let best: Candidate | undefined;
    for (const part of ["none", "all-steps", "each-time"] as const)
      for (const included of part === "none" || scaled ? [true] : [true, false]) {
        const { minibatches } = normalization ?? {};
        if (minibatches && part !== "all-steps") continue;
        const cleaned = clean(exam, advantages, changed, part, scaled, included, minibatches);
        const found = readColumns(exam, unitOf ? inUnits(exam, cleaned, unitOf) : cleaned);
        if (found === undefined) continue;
        const known = scaled ? normalization?.known : scaleOf(exam, found.scale);
        const { unexplained } = cleaned;
        const common = cleaned.common ? { part, included } : undefined;
        const candidate = { ...found, coefficients: each, known, common, unexplained };
        if (best === undefined || isBetter(candidate, best)) best = candidate;
        if (unexplained === 0 && (scaled || known?.exact)) return candidate;
      }
    return best;
  };
  if (normalization) return readAs(normalization.coefficients);
  const all = coefficients(exam);
  const simple = all.filter(({ divisor }) => divisor.kind !== "pieces");
  const pieces = all.filter(
    (each) => !simple.includes(each) && isPlausible(exam, each, odd.weights, responses),
  );
  let best: Candidate | undefined;
  for (const each of [...simple, ...(order !== undefined && order > SAME ? pieces : [])]) {
    const candidate = readAs(each);
    if (candidate && (best === undefined || isBetter(candidate, best))) best = candidate;
    if (best?.unexplained === 0 && best.known?.exact) return best;
  }
  return best;
};

/** Whether own rewards count in proportion to the factors, but for powers of γ. */
const isPlausible = (
  { time, discount }: Exam,
  { factors }: Coefficients,
  weights: Float64Array,
  responses: readonly Float64Array[],
): boolean =>
  [0, 1, -1, -2].some((exponent) => {
    const ratios = weights.map(
      (w, k) =>
        ((responses[k][k] - w) / factors[k]) *
        (exponent < 0 ? 1 / power(discount, -exponent * time[k]) : power(discount, exponent * time[k])),
    );
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    return high - low <= ZERO * Math.max(Math.abs(low), Math.abs(high));
  });

type Candidate = Structure & { readonly unexplained: number };

/** Only what explains everything takes the place of something simpler. */
const isBetter = (a: Candidate, b: Candidate): boolean =>
  a.unexplained === 0 && (b.unexplained > 0 || (a.known?.exact === true && b.known?.exact !== true));

type Read = Pick<Structure, "kind" | "scale" | "decay" | "lastAlone" | "leaks" | "mixed" | "values" | "ends">;

const readColumns = (exam: Exam, { columns }: Cleaned): Read | undefined => {
  const { trajectory, lengths } = exam;
  const steps = trajectory.length;
  const firsts = lengths.map((_, i) => trajectory.indexOf(i));
  const at = (k: number, l: number): number | undefined => {
    const entry = columns[l]?.[k];
    return Number.isNaN(entry) ? undefined : entry;
  };
  const inside = (k: number, m: number) => k + m >= 0 && k + m < steps && trajectory[k + m] === trajectory[k];

  /** Whether all (k, k + m) are the same number, and which. @param but steps that are left out */
  const along = (m: number, shift = 0, but: (k: number) => boolean = () => false): number | undefined => {
    const found: number[] = [];
    for (let k = 0; k < steps; k++) {
      const each = inside(k, m) && !but(k) ? at(k, k + m + shift) : undefined;
      if (each !== undefined) found.push(each);
    }
    return same(found);
  };
  const rewards = columns.slice(0, steps);
  const largest = Math.max(...rewards.flatMap((column, l) => (column ? own(column, l, exam) : [])));
  if (!(largest > 0)) return undefined;
  const isZero = (value: number | undefined) => value !== undefined && Math.abs(value) <= ZERO * largest;
  const below = [-1, -2, -3, -4, -5].map((m) => along(m));
  const diagonal = along(0);
  const isTotal = allRowsAlike(exam, columns, largest);

  let kind: Structure["kind"];
  let offset = 0;
  if (isTotal) kind = "total";
  else if (below.every(isZero) && diagonal !== undefined && !isZero(diagonal)) kind = "to-go";
  else if (below.every(isZero) && isZero(diagonal)) [kind, offset] = ["one-early", 1];
  else if (below.slice(1).every(isZero) && below[0] !== undefined && !isZero(below[0]))
    [kind, offset] = ["one-late", -1];
  else return undefined;

  const onlyFirst = (k: number) => isTotal && !firsts.includes(k);
  const isLast = (k: number) => !inside(k, 1);
  const scale = along(offset, 0, onlyFirst);
  if (scale === undefined || isZero(scale)) return undefined;
  const lags = [0, 1, 2, 3, 4, 5];
  const lastAlone =
    kind === "to-go" &&
    lags.slice(1, 3).every((m) => isZero(along(m, 0, (k) => !isLast(k + m)))) &&
    lags.slice(1, 3).every((m) => !isZero(along(m, 0, (k) => isLast(k + m))));
  const decay = lags.map((m) => {
    const leftOut = (k: number) =>
      onlyFirst(k) || (lastAlone && m > 0 && isLast(k + m)) || (kind === "one-late" && firsts.includes(k));
    const value = along(m + offset, 0, leftOut);
    return value === undefined ? undefined : value / scale;
  });

  const leaks: Leak[] = [];
  let mixed = false;
  for (const [l, column] of columns.entries()) {
    if (column === undefined || l >= 2 * steps) continue;
    const j = trajectory[l % steps];
    for (let k = 0; k < steps; k++) {
      if (trajectory[k] === j || column[k] === 0 || Number.isNaN(column[k])) continue;
      mixed = true;
      if (isLast(k) && firsts.includes(l % steps))
        leaks.push({ from: trajectory[k], of: l < steps ? "reward" : "value" });
    }
  }
  const ofEnds = (terminated: 0 | 1): number | undefined => {
    const chosen = lengths.flatMap((length, i) => {
      const value = at(firsts[i] + length - 1, 2 * steps + i);
      return value !== undefined && (length < exam.horizon ? 1 : 0) === terminated ? [value / scale] : [];
    });
    return same(chosen);
  };
  const value = (m: number) => {
    const found = along(m, steps, lastAlone ? (k) => m > 0 && isLast(k + m) : undefined);
    return found === undefined ? undefined : found / scale;
  };
  return {
    ...{ kind, scale, decay, lastAlone, leaks, mixed: mixed && leaks.length === 0 },
    values: { own: value(0), next: value(1) },
    ends: { cut: ofEnds(0), ended: ofEnds(1) },
  };
};

/** Entries of a column in its own trajectory. */
const own = (column: Float64Array, l: number, { trajectory }: Exam): number[] =>
  Array.from(column, (each, k) => (trajectory[k] === trajectory[l] ? Math.abs(each) || 0 : 0));

/** Whether a reward counts alike for all steps of its trajectory, those before it and those after. */
const allRowsAlike = ({ trajectory }: Exam, columns: Cleaned["columns"], largest: number): boolean => {
  let seen = 0;
  for (let l = 0; l < trajectory.length; l++) {
    const column = columns[l];
    if (column === undefined) continue;
    const mine = Array.from(column).filter(
      (each, k) => trajectory[k] === trajectory[l] && !Number.isNaN(each),
    );
    if (mine.length > 1 && Math.max(...mine.map(Math.abs)) > ZERO * largest) seen++;
    if (mine.some((each) => Math.abs(each - mine[0]) > ZERO * largest)) return false;
  }
  return seen > 0;
};

/** The number that all of them are; undefined where they differ, or there are none. */
const same = (values: readonly number[]): number | undefined => {
  if (values.length === 0) return undefined;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high - low <= 2 * ZERO * Math.max(1e-12, Math.abs(high), Math.abs(low)) || high - low < 1e-9
    ? (low + high) / 2
    : undefined;
};
