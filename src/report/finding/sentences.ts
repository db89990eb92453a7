import { list } from "../text/format-number.ts";
import { apart, type Compared, comparedIn, isCompared } from "./compared.ts";
import { type ProbeFinding, TARGET_ANGLE } from "./finding.ts";
import type { Learned } from "./learned.ts";
import { learnedSentences } from "./learned-sentences.ts";
import { countText, degreesText } from "./words.ts";

/**
 * The finding of a study in words, the most important sentence first; empty where nothing was measured or learned.
 *
 * @param agreement what probes by pairs found, which comes first where nothing is compared with ∇J
 */
export const findingSentences = (
  probe: ProbeFinding | undefined,
  learned: readonly Learned[],
  agreement: readonly string[] = [],
): string[] => {
  const pointing = probe ? probeSentences(probe) : [];
  const measured = probe?.estimators.some(isCompared)
    ? [...pointing, ...agreement]
    : [...agreement, ...pointing];
  return [...measured, ...learnedSentences(learned)];
};

const probeSentences = (probe: ProbeFinding): string[] => {
  const compared = probe.estimators.filter(isCompared);
  return compared.length === 0
    ? [withoutDirection(probe)]
    : [...pointing(comparedIn(probe)), ...batches(compared)];
};

/** Which way estimates point, and what bias has to do with it. */
const pointing = (compared: readonly Compared[]): string[] => {
  const [best, worst] = [compared[0], compared[compared.length - 1]];
  const behind = `with ${trajectories(best.batchSize)} an estimate`;
  if (compared.length === 1)
    return [`${best.label} points ${degreesText(best.angle)} from ∇J ${behind}${turned(best)}.`];
  const [near, far] = [degreesText(best.angle), degreesText(worst.angle)];
  if (!apart(best, worst))
    return [
      `${compared.length} estimators, none of which is seen to point better than another: ${behind} they are ` +
        `${near === far ? near : `${near} to ${far}`} from ∇J.`,
    ];
  return [
    biasedAndTruer(compared, behind) ??
      `${best.label} points best ${behind}, ${near} from ∇J${turned(best)}; ${worst.label} worst, ${far}${turned(worst)}.`,
  ];
};

/** Alignment below which a gradient is said to point nowhere: 60° from ∇J, where half of a step goes uphill. */
const UPHILL = 0.5;

/**
 * Where a biased estimator points better than unbiased ones, because their noise turns them further than its bias does.
 * Oracles are left out: what they look up no agent can have.
 */
const biasedAndTruer = (compared: readonly Compared[], behind: string): string | undefined => {
  const known = compared.filter(({ oracle }) => !oracle);
  const biased = known.filter((each): each is Turned => each.turnedBy !== undefined);
  const [best] = biased;
  if (best === undefined) return undefined;
  const unbiased = known.filter((each) => each.biased === false);
  const straight = unbiased.filter(
    (each) => each.alignment < best.alignment && apart(best, each) && each.angle > best.turnedBy,
  );
  if (straight.length === 0) return undefined;
  const angles = listed(straight, ({ label, angle }) => `${label} ${degreesText(angle)}`);
  if (
    unbiased.some(({ alignment }) => alignment >= UPHILL) ||
    biased.some(({ alignment }) => alignment < UPHILL)
  )
    return (
      `Biased and yet truer: ${behind} ${best.label}, turned ${degreesText(best.turnedBy)} by its bias, points ` +
      `${degreesText(best.angle)} from ∇J; unbiased, ${angles}.`
    );
  const oracle = compared.some((each) => each.oracle && each.biased === false);
  return (
    `${oracle ? "Short of an oracle, the" : "The"} unbiased gradients point nowhere, the biased ones uphill: ${behind}, ` +
    `${angles} from ∇J; ${listed(biased, ({ label, angle }) => `${label} ${degreesText(angle)}`)}, ` +
    `though bias turns ${biased.length > 1 ? "them" : "it"} by ${listed(biased, ({ turnedBy }) => degreesText(turnedBy))}.`
  );
};

type Turned = Compared & { readonly turnedBy: number };

/** The first and the last of some. */
const endsOf = <T>(some: readonly T[]): readonly T[] =>
  some.length > 1 ? [some[0], some[some.length - 1]] : some;

const turned = ({ turnedBy }: Compared): string =>
  turnedBy === undefined ? "" : ` (turned ${degreesText(turnedBy)} by bias)`;

const listed = <T>(some: readonly T[], text: (each: T) => string): string => list(endsOf(some).map(text));

/** How many trajectories it takes to get within 26°, and of whom no number is enough; of oracles only where there is nothing else. */
const batches = (all: readonly Compared[]): string[] => {
  const known = all.filter(({ oracle }) => !oracle);
  const compared = known.length > 0 ? known : all;
  const reached = compared
    .filter(({ needed, reaching, of }) => needed !== undefined && 2 * reaching > of)
    .sort((a, b) => Number(a.needed) - Number(b.needed));
  const never = compared.filter(({ never, of }) => of > 0 && never === of).map(({ label }) => label);
  const parts = [
    ...endsOf(reached).map(({ label, needed, reaching, of }) => {
      const some = reaching < of ? ` (in ${reaching} of ${of} seeds)` : "";
      return `${label} with ${trajectories(Number(needed))}${some}`;
    }),
    ...(never.length > 0 ? [`${list(never)} never, however large the batch`] : []),
  ];
  return parts.length === 0
    ? []
    : [`Within ${degreesText(TARGET_ANGLE)} of ∇J (alignment 0.9): ${parts.join("; ")}.`];
};

/** Where no estimate is compared with ∇J: why, and which is the least noisy. */
const withoutDirection = ({ estimators, truth }: ProbeFinding): string => {
  const why = estimators.find(({ why }) => why !== undefined)?.why;
  const noisy = estimators
    .filter(({ variance }) => variance !== undefined)
    .sort((a, b) => Number(a.variance) - Number(b.variance));
  const [quiet, loud] = [noisy[0], noisy[noisy.length - 1]];
  const ratio = Number(loud?.variance) / Number(quiet?.variance);
  const noise =
    ratio > 1 && Number.isFinite(ratio)
      ? ` ${quiet.label} has the least variance, ${loud.label} ${ratio < 10 ? Number(ratio.toPrecision(2)) : countText(ratio)} times as much.`
      : "";
  return truth === undefined
    ? `${NO_GRADIENT}, and alignment, bias and batch sizes are measured.${noise}`
    : `Nothing is compared with ∇J: ${why ?? "it is not known"}.${noise}`;
};

/** What a reader may do where no ∇J is known. */
export const NO_GRADIENT = "No exact gradient here: add probe.reference";

const trajectories = (n: number): string =>
  `${countText(n)} ${Math.round(n) === 1 ? "trajectory" : "trajectories"}`;
