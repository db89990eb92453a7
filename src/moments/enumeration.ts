import type { FiniteModel } from "../../envs/contract/models.ts";
import { power } from "../arithmetic/power.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { batchLawOf } from "../estimators/law.ts";
import { norm } from "../linear-algebra/norm.ts";
import { dot } from "../linear-algebra/vectors.ts";
import type { DiscretePoint } from "../problem/point.ts";
import type { Random } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { BatchBuffer } from "../trajectories/batch.ts";
import type { BatchMoments } from "../truth/discrete/batch.ts";
import { HALF_UNIT } from "../truth/discrete/form-rewards.ts";
import { varianceError } from "../truth/discrete/rounding.ts";
import { flips, noiseMoments } from "./bit-noise.ts";
import { countMultisets, eachMultiset, eachSequence, type Weighed } from "./multisets.ts";
import { countPaths, type Path, pathsOf } from "./paths.ts";

/** Batches that are looked at for one estimator and batch size. */
const MAX_BATCHES = 20_000;
/** The same times the size S·A of the table that every estimate fills. */
const MAX_WORK = 1e8;

/** Batches that are looked at a second time, with other rewards. */
const MAX_CHANGED_BATCHES = 64;
/** By which part rewards are changed: more than rounding, and little. */
const CHANGE = 2 ** -36;

/** Moments of estimators by running them on every batch that can happen, where these are few. */
export type Enumeration = (estimator: Estimator, batchSize: number) => BatchMoments | undefined;

/**
 * What is drawn independently is a unit: a trajectory, or K of them that share their first state. An estimator that
 * is the mean over units is run on each unit alone, any other on each set of n/K units, in both orders; if they make
 * a difference, on each sequence. Trajectories are drawn by the behavior, so that importance weights are part of what
 * is measured.
 *
 * @returns a function whose result is undefined for an estimator that takes several batches, remembers earlier ones
 *   or draws numbers of its own (but for antithetic bits, which are integrated over), and where too many batches can happen
 */
export const enumerationOf = (
  model: FiniteModel,
  point: DiscretePoint,
  horizon: number,
  groupSize: number,
): Enumeration => {
  let known: readonly Weighed<readonly Path[]>[] | undefined | "not yet" = "not yet";
  const most = Math.min(MAX_BATCHES, MAX_WORK / (model.states * model.actions));
  return (estimator, batchSize) => {
    const { takes, law } = estimator;
    if (takes.batches > 1 || estimator.memory) return undefined;
    if (law.kind === "mean" && law.single?.kind === "antithetic-bits")
      return overNoise(model, point, estimator, batchSize, most);
    if (known === "not yet") known = unitsOf(model, point, horizon, groupSize, most);
    if (known === undefined) return undefined;
    const units = batchSize / groupSize;
    const together = batchLawOf(law) === "mean" && takes.fewest <= groupSize ? 1 : units;
    if (countMultisets(known.length, together) > most) return undefined;
    let visit = eachMultiset;
    let moments = momentsOver(known, visit, together, groupSize, estimator, point);
    if (moments === "ordered" && groupSize === 1 && power(known.length, together) <= most) {
      visit = eachSequence;
      moments = momentsOver(known, visit, together, groupSize, estimator, point);
    }
    if (moments === "random" || moments === "ordered") return undefined;
    const { mean } = moments;
    const size = norm(mean);
    const along = size > 0 && momentsOver(known, visit, together, groupSize, estimator, point, mean);
    const part = together / units;
    return {
      mean,
      totalVariance: moments.totalVariance * part,
      varianceError: moments.varianceError * part,
      ...(along &&
        typeof along === "object" && { parallelVariance: (along.totalVariance * part) / size ** 2 }),
    };
  };
};

/** Two points on each of the pieces between flips make the integral of a linear function, and of its square, exact. */
const overNoise = (
  model: FiniteModel,
  point: DiscretePoint,
  estimator: Estimator,
  batchSize: number,
  most: number,
): BatchMoments | undefined => {
  const edges = flips(point);
  const nodes = 2 * (1 + new Set(edges.filter((edge) => edge < 1)).size);
  const bits = point.policy.bitLogits?.length ?? 0;
  if (point.behavior !== point.probabilities || power(2 * nodes, bits) > most) return undefined;
  const { mean, totalVariance, varianceError } = noiseMoments(model, point, estimator, edges, 2);
  return {
    mean,
    totalVariance: Math.max(0, totalVariance) / batchSize,
    varianceError: varianceError / batchSize,
  };
};

/** All units, or undefined if there are more than `most`. */
const unitsOf = (
  model: FiniteModel,
  point: DiscretePoint,
  horizon: number,
  groupSize: number,
  most: number,
): Weighed<readonly Path[]>[] | undefined => {
  if (countPaths(model, point.behavior, horizon) > most) return undefined;
  const paths = pathsOf(model, point.behavior, horizon);
  const byStart = new Map<number, Weighed<Path>[]>();
  for (const path of paths) {
    const first = path.states[0];
    const probability = path.probability / model.initial[first];
    const alike = byStart.get(first) ?? [];
    byStart.set(first, alike);
    alike.push({ item: path, probability });
  }
  let count = 0;
  for (const alike of byStart.values()) count += countMultisets(alike.length, groupSize);
  if (count > most) return undefined;
  const units: Weighed<readonly Path[]>[] = [];
  for (const [first, alike] of byStart)
    eachMultiset(alike, groupSize, (drawn, probability) => {
      units.push({ item: [...drawn], probability: probability * model.initial[first] });
    });
  return units;
};

/**
 * Mean and total variance by one weighted pass. Source: West (1979), Communications of the ACM 22. What the rounding of
 * rewards makes of an estimate is seen on some of the batches, by changing all rewards in relation.
 *
 * @param along a vector; the moments are then those of the one number g·along. # [P]
 * @returns "random" if the estimator draws numbers; "ordered" if sets were asked for and their order matters to it
 */
const momentsOver = (
  units: readonly Weighed<readonly Path[]>[],
  each: typeof eachMultiset,
  size: number,
  groupSize: number,
  estimator: Estimator,
  point: DiscretePoint,
  along?: Float64Array,
): BatchMoments | "random" | "ordered" => {
  const P = point.policy.parameters;
  const batch = new BatchBuffer(groupSize);
  const estimate = new Float64Array(P);
  const reversed = new Float64Array(P);
  const unordered = each === eachMultiset && size * groupSize > 1;
  const mean = new Float64Array(P);
  const changed = new Float64Array(P);
  const every = Math.ceil(
    (each === eachSequence ? power(units.length, size) : countMultisets(units.length, size)) /
      MAX_CHANGED_BATCHES,
  );
  let seen = 0;
  let input = 0;
  let weight = 0;
  let totalVariance = 0;
  try {
    each(units, size, (drawn, probability) => {
      if (probability === 0) return;
      const paths = drawn.flat();
      estimator.estimate(batchOf(paths, batch), point, estimate, noDraws);
      if (unordered) {
        estimator.estimate(batchOf(paths.reverse(), batch), point, reversed, noDraws);
        if (differ(estimate, reversed)) throw new OrderMatters();
      }
      if (seen++ % every === 0) {
        const batchChanged = batchOf(unordered ? paths.reverse() : paths, batch);
        for (let k = 0; k < batchChanged.steps; k++)
          batchChanged.rewards[k] *= 1 + (k % 3 ? CHANGE : -CHANGE);
        estimator.estimate(batchChanged, point, changed, noDraws);
        let square = 0;
        for (let j = 0; j < P; j++) square += (changed[j] - estimate[j]) ** 2;
        if (Number.isFinite(square)) input = Math.max(input, square);
      }
      weight += probability;
      if (along) {
        estimate[0] = dot(estimate, along);
        estimate.fill(0, 1);
      }
      for (let j = 0; j < P; j++) {
        const before = estimate[j] - mean[j];
        mean[j] += (probability / weight) * before;
        totalVariance += probability * before * (estimate[j] - mean[j]);
      }
    });
  } catch (error) {
    if (error instanceof Drawn) return "random";
    if (error instanceof OrderMatters) return "ordered";
    throw error;
  }
  const magnitude = totalVariance + mean.reduce((sum, x) => sum + x * x, 0);
  const scale = (4 * HALF_UNIT) / CHANGE; // a few roundings of each reward
  return {
    mean,
    totalVariance,
    varianceError: varianceError(totalVariance, magnitude, input * scale ** 2, 64),
  };
};

const batchOf = (paths: readonly Path[], batch: BatchBuffer): TrajectoryBatch => {
  batch.begin(paths.length);
  for (const [i, path] of paths.entries()) {
    const first = batch.reserve(path.states.length);
    batch.states.set(path.states, first);
    batch.actions.set(path.actions, first);
    batch.rewards.set(path.rewards, first);
    batch.finish(i, first + path.states.length, path.lastState, path.terminated);
  }
  return batch;
};

/** Whether two estimates differ by more than the rounding of sums. */
const differ = (one: Float64Array, other: Float64Array): boolean =>
  one.some((x, j) => Math.abs(x - other[j]) > 1e-9 * Math.max(Math.abs(x), Math.abs(other[j]), 1e-6));

class OrderMatters extends Error {}

/** An estimator has asked for a random number: its batches do not determine its estimates. */
class Drawn extends Error {}

const noDraws: Random = {
  next() {
    throw new Drawn("no draws in an enumeration");
  },
};
