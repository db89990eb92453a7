import { type Comparison, fulfils, type Program } from "./comparison.ts";
import { type Answer, type Contender, startContender } from "./contender.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";
import { commandOf } from "./yardsticks.ts";

/** Nanoseconds that a round of one contender takes at least. */
const ROUND = 60e6;
/** How far the mean length of trajectories may be from ours: beyond, it is other work. */
const LENGTHS = 0.1;

/** A yardstick that could not be used, and why. */
export interface Missing {
  readonly section: string;
  readonly name: string;
  readonly reason: string;
}

/** What a comparison found. */
export interface Measured {
  readonly findings: readonly Finding[];
  readonly missing: readonly Missing[];
  /** What the yardsticks ran on. */
  readonly descriptions: ReadonlyMap<string, string>;
}

const start = async (program: Program): Promise<Contender> => {
  const [name, ...rest] = program.words;
  return startContender(program.name, [...commandOf(program.runner, name), ...rest]);
};

/**
 * Times ours and the yardsticks in turns, forwards and backwards, so that what the machine does meanwhile falls on
 * all of them; each ratio is of one round.
 *
 * @throws Error if ours fails, or if a yardstick does other work than ours
 */
export const measure = async (comparison: Comparison, rounds: number): Promise<Measured> => {
  const { section, what, unit, against } = comparison;
  const missing: Missing[] = [];
  const ours = await start({ name: "trueslope", runner: "ours", words: comparison.ours });
  const contenders = [ours];
  const yardsticks = [];
  for (const yardstick of against) {
    try {
      contenders.push(await start(yardstick));
      yardsticks.push(yardstick);
    } catch (error) {
      missing.push({ section, name: yardstick.name, reason: (error as Error).message });
    }
  }
  const first = await inTurns(contenders, (contender) => contender.batches(1));
  for (const [i, { name, agrees }] of yardsticks.entries())
    if (agrees) needEqual(`${what}: the result of ${name}`, first[i + 1].check, first[0].check, agrees);
  const counts = await inTurns(contenders, enough);
  const answers: Answer[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...contenders.keys()];
    for (const c of round % 2 === 0 ? order : order.toReversed())
      answers[c].push(await contenders[c].batches(counts[c]));
  }
  await Promise.all(contenders.map((contender) => contender.close()));

  const times = answers.map((all) => all.map(({ nanoseconds, units }) => nanoseconds / units));
  const lengths = answers.map((all) => sum(all, "units") / sum(all, "trajectories"));
  const alone: Finding = {
    section,
    what,
    unit: `ns per ${unit}`,
    ours: spreadOf(times[0]),
    against: null,
    direction: "ours/theirs",
    target: null,
    holds: null,
  };
  const findings = yardsticks.map(({ name, target, faster }, i): Finding => {
    needEqual(`${what}: the length of trajectories of ${name}`, lengths[i + 1], lengths[0], LENGTHS);
    const theirs = times[i + 1];
    const direction = faster || (target && "atLeast" in target) ? "theirs/ours" : "ours/theirs";
    const ratio = spreadOf(
      theirs.map((their, r) => (direction === "ours/theirs" ? times[0][r] / their : their / times[0][r])),
    );
    return {
      ...alone,
      against: { name, theirs: spreadOf(theirs), ratio },
      direction,
      target: target ?? null,
      holds: target ? fulfils(ratio.median, target) : null,
    };
  });
  const descriptions = new Map(contenders.map(({ name, description }) => [name, description]));
  return { findings: findings.length > 0 ? findings : [alone], missing, descriptions };
};

/** So many batches that they take a round's time; the contender is warm then. */
const enough = async (contender: Contender): Promise<number> => {
  for (let count = 1; ; ) {
    await contender.batches(count);
    const { nanoseconds } = await contender.batches(count);
    if (nanoseconds >= ROUND) return count;
    count = Math.ceil(count * Math.min(10, Math.max(1.2, (1.2 * ROUND) / nanoseconds)));
  }
};

const inTurns = async <T>(
  contenders: readonly Contender[],
  work: (contender: Contender) => Promise<T>,
): Promise<T[]> => {
  const results = [];
  for (const contender of contenders) results.push(await work(contender));
  return results;
};

const sum = (answers: readonly Answer[], column: "units" | "trajectories"): number =>
  answers.reduce((total, answer) => total + answer[column], 0);

const needEqual = (what: string, theirs: number, ours: number, tolerance: number): void => {
  if (!(Math.abs(theirs - ours) <= tolerance * Math.abs(ours)))
    throw new Error(`${what} is ${theirs}, but ours ${ours}: that is other work`);
};
