import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { FiniteModel } from "../../envs/contract/models.ts";
import { dot } from "../linear-algebra/vectors.ts";
import { pathsOf } from "../moments/paths.ts";
import { BatchBuffer } from "../trajectories/batch.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { weightedScores } from "./scores.ts";
import type { ShortProblem } from "./short-problem.ts";

/** Mean and total variance of an estimate from a batch of n trajectories. */
export interface MeanAndVariance {
  readonly mean: Float64Array; // [P]
  readonly totalVariance: number;
}

/**
 * The exact moments of a mean over the steps of a batch, Σᵢ Sᵢ / Σᵢ Lᵢ with Sᵢ the weighted scores of trajectory i and Lᵢ its length,
 * where weights depend on the trajectory alone. Given their first states, which groups of K share, trajectories are independent; so
 * E g is n times the mean over first states of
 *
 *   Σₗ E[S; L = l] E[1 / (l + lengths of all others)],
 *
 * and E‖g‖² alike, over one trajectory and over pairs of one group or two. The first factors are sums over all trajectories of
 * the problem.
 *
 * @param n trajectories, a multiple of K
 * @returns undefined where weights depend on the batch, or are no mean over steps
 */
export const meanOverSteps = (
  entry: CatalogueEntry,
  problem: ShortProblem,
  n: number,
): MeanAndVariance | undefined => {
  const { kind, average, normalize, baseline } = entry.options as unknown as Options;
  const isOwn = kind === "actor-critic" || ["none", "value"].includes(baseline?.kind ?? "none");
  if (average !== "steps" || normalize === "batch" || !isOwn) return undefined;
  const { groupSize: K } = problem.point.problem;
  const starts = startsOf(entry, problem);
  const P = problem.truth.length;
  const ofGroup = mixture(starts.map(({ probability, lengths }) => [probability, totals(lengths, K)]));
  const otherGroups = totals(ofGroup, n / K - 1);
  const mean = new Float64Array(P);
  let square = 0;
  for (const { probability, lengths, sums, squares } of starts) {
    const own = totals(lengths, K - 1);
    const others = added(own, otherGroups);
    for (let l = 1; l < lengths.length; l++) {
      const share = n * probability * expected(others, (total) => 1 / (l + total));
      for (let j = 0; j < P; j++) mean[j] += share * sums[l][j];
      square += n * probability * squares[l] * expected(others, (total) => 1 / (l + total) ** 2);
    }
    if (K > 1)
      square += n * (K - 1) * probability * pairs(sums, sums, added(totals(lengths, K - 2), otherGroups));
    if (n > K)
      for (const other of starts) {
        const rest = added(added(own, totals(other.lengths, K - 1)), totals(ofGroup, n / K - 2));
        square += n * (n - K) * probability * other.probability * pairs(sums, other.sums, rest);
      }
  }
  return { mean, totalVariance: square - dot(mean, mean) };
};

/** Trajectories from one first state. */
interface Start {
  readonly probability: number;
  readonly lengths: Float64Array; // P(L = l)
  readonly sums: readonly Float64Array[]; // E[S; L = l], [P] each
  readonly squares: Float64Array; // E[‖S‖²; L = l]
}

const startsOf = (entry: CatalogueEntry, problem: ShortProblem): Start[] => {
  const { horizon, point } = problem;
  const { model } = point.problem.environment as FiniteEnvironment & { readonly model: FiniteModel };
  const { probabilities, policy } = point;
  const starts = new Map<number, Start>();
  const buffer = new BatchBuffer();
  const weights = new Float64Array(horizon);
  for (const path of pathsOf(model, probabilities, horizon)) {
    const [first] = path.states;
    const start = starts.get(first) ?? {
      probability: model.initial[first],
      lengths: new Float64Array(horizon + 1),
      sums: Array.from({ length: horizon + 1 }, () => new Float64Array(probabilities.length)),
      squares: new Float64Array(horizon + 1),
    };
    starts.set(first, start);
    const length = path.states.length;
    buffer.begin(1);
    buffer.reserve(length);
    buffer.states.set(path.states);
    buffer.actions.set(path.actions);
    buffer.rewards.set(path.rewards);
    buffer.finish(0, length, path.lastState, path.terminated);
    const batch = problem.withValues(buffer);
    entry.weigh(batch, weights);
    const sum = weightedScores(batch, probabilities, policy.actions, weights);
    for (let j = 0; j < sum.length; j++) sum[j] *= length; // alone it is the mean over its own steps
    const p = path.probability / start.probability;
    start.lengths[length] += p;
    start.squares[length] += p * dot(sum, sum);
    for (let j = 0; j < sum.length; j++) start.sums[length][j] += p * sum[j];
  }
  return [...starts.values()];
};

interface Options {
  readonly kind: string;
  readonly average?: string;
  readonly normalize?: string;
  readonly baseline?: { readonly kind: string };
}

/** Distributions of whole numbers, by their index; none is that of 0 alone. */
const added = (a: Float64Array, b: Float64Array): Float64Array => {
  const sum = new Float64Array(a.length + b.length - 1);
  for (const [i, p] of a.entries()) for (const [j, q] of b.entries()) sum[i + j] += p * q;
  return sum;
};

/** That of the sum of so many independent numbers. */
const totals = (one: Float64Array, count: number): Float64Array => {
  let sum: Float64Array = Float64Array.of(1);
  for (let i = 0; i < count; i++) sum = added(sum, one);
  return sum;
};

const mixture = (parts: readonly (readonly [probability: number, Float64Array])[]): Float64Array =>
  parts[0][1].map((_, i) => parts.reduce((sum, [p, each]) => sum + p * each[i], 0));

const expected = (distribution: Float64Array, of: (total: number) => number): number =>
  distribution.reduce((sum, p, total) => (p > 0 ? sum + p * of(total) : sum), 0);

/** Σ E[S; L = k]·E[S′; L′ = l] E[1 / (k + l + rest)²]. */
const pairs = (
  these: readonly Float64Array[],
  those: readonly Float64Array[],
  rest: Float64Array,
): number => {
  let sum = 0;
  for (let k = 1; k < these.length; k++)
    for (let l = 1; l < those.length; l++)
      sum += dot(these[k], those[l]) * expected(rest, (total) => 1 / (k + l + total) ** 2);
  return sum;
};
