import { norm } from "../linear-algebra/norm.ts";
import { dot } from "../linear-algebra/vectors.ts";
import { stream } from "../random.ts";
import { type AuditBatch, reordered } from "./batch.ts";
import { type CatalogueEntry, catalogue } from "./catalogue.ts";
import type { Exam } from "./exam.ts";
import { SAME } from "./interview.ts";
import type { Reading } from "./read.ts";
import { splitGradient } from "./scores.ts";
import type { Subject } from "./subject.ts";

/** Which of our estimators the code is. */
export interface Name {
  /** "equal" batch by batch; "parallel" to it in every batch, by one factor; "near" as a hint only. */
  readonly kind: "equal" | "parallel" | "near";
  readonly entry: CatalogueEntry;
  /** Largest relative difference over batches, of "equal" and "parallel". */
  readonly difference: number;
  /** What the other is multiplied by, of "parallel". */
  readonly factor: number;
  /** Squared cosine over all weights of all batches. */
  readonly likeness: number;
}

/** Batches that are compared. */
const BATCHES = 12;
/** Relative difference below which two are equal; float32 rounds by 1e-7. */
export const EQUAL = 2e-6;

/** What code answers to a number of batches, to be compared with what others do. */
export interface Comparison {
  readonly batches: readonly AuditBatch[];
  /** Weights of every step in a mean over trajectories. # [batches][steps] */
  readonly weights: readonly Float64Array[];
  /** Largest part of a gradient that weights no score. */
  readonly rest: number;
}

/** Asks the code about batches with other numbers, orders and ends. */
export const compareOn = (subject: Subject, exam: Exam): Comparison => {
  const random = stream("audit", "names");
  const batches = Array.from({ length: BATCHES }, (_, b) => {
    const batch = exam.batch(exam.draw(`names ${b}`));
    const order = Array.from(batch.terminated.keys());
    for (let i = order.length - 1; i > 0 && b % 2 === 1; i--) {
      const j = Math.floor((i + 1) * random.next());
      [order[i], order[j]] = [order[j], order[i]];
    }
    const otherEnds = batch.terminated.map(() => (random.next() < 0.6 ? 1 : 0));
    return reordered(exam.language ? batch : { ...batch, terminated: otherEnds }, order);
  });
  let rest = 0;
  const weights = batches.map((batch) => {
    const answer = subject.ask(batch, exam.theta, 1);
    if (subject.answers === "weights") return answer;
    const split = splitGradient(exam, answer);
    rest = Math.max(rest, norm(split.rest) / (norm(answer) || 1));
    return Float64Array.from(batch.states, (state) => split.weights[state]);
  });
  return { batches, weights, rest };
};

/** What was compared with all of ours. */
export interface Identity {
  /** The best name; undefined where nothing is near. */
  readonly name: Name | undefined;
  /** The most alike of those that estimate ∇J of the batch's γ without bias. */
  readonly right: CatalogueEntry | undefined;
}

/** Compares code with all of ours. */
export const identify = (
  exam: Exam,
  comparison: Comparison,
  { structure }: Reading,
  alone: boolean,
): Identity => {
  const next = structure?.decay[1];
  const lambda = next === undefined ? [] : [next / exam.discount].map((each) => Number(each.toFixed(6)));
  let best: Name | undefined;
  let right: Name | undefined;
  for (const entry of catalogue(exam, lambda, alone)) {
    const name = likenessOf(entry, comparison);
    if (best === undefined || rank(name) > rank(best)) best = name;
    if (isRight(entry, exam.discount) && (right === undefined || name.likeness > right.likeness))
      right = name;
  }
  return { name: best !== undefined && best.likeness > 0.5 ? best : undefined, right: right?.entry };
};

/** Whether an estimator's mean is ∇J of this γ, where its values are right. */
export const isRight = ({ estimator, discount }: CatalogueEntry, batchDiscount: number): boolean =>
  estimator.estimand.unbiased && discount === batchDiscount;

/** The first that is equal; parallel ones before all that are only near; of equally like ones, the one that differs least. */
const rank = ({ kind, likeness, difference }: Name): number =>
  kind === "equal" ? 3 : kind === "parallel" ? 2 - difference : likeness - 1e-6 * Math.min(difference, 1);

/** How like the code's weights are to those of one estimator of ours; no more than near where weights are not all of it. */
export const likenessOf = (entry: CatalogueEntry, { batches, weights, rest }: Comparison): Name => {
  let [unequal, product, square, ownSquare] = [0, 0, 0, 0];
  const ours = batches.map((batch) => {
    const out = new Float64Array(batch.steps);
    entry.weigh(batch, out);
    return out;
  });
  for (const [b, own] of ours.entries()) {
    unequal = Math.max(unequal, relative(weights[b], own, 1));
    product += dot(own, weights[b]);
    square += dot(weights[b], weights[b]);
    ownSquare += dot(own, own);
  }
  const factor = product / ownSquare;
  const unparallel = Math.max(...ours.map((own, b) => relative(weights[b], own, factor)));
  const likeness = product ** 2 / (square * ownSquare) || 0;
  if (rest > SAME) return { kind: "near", entry, difference: Math.max(unequal, rest), factor, likeness };
  if (unequal <= EQUAL) return { kind: "equal", entry, difference: unequal, factor: 1, likeness };
  if (unparallel <= EQUAL) return { kind: "parallel", entry, difference: unparallel, factor, likeness };
  return { kind: "near", entry, difference: unequal, factor, likeness };
};

/** ‖a − f b‖ / ‖a‖; infinite where that is no number. */
const relative = (a: Float64Array, b: Float64Array, factor: number): number => {
  const distance = norm(a.map((each, k) => each - factor * b[k])) / norm(a);
  return Number.isFinite(distance) ? distance : Number.POSITIVE_INFINITY;
};
