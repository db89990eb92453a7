import type { Comparison, Program, Yardstick } from "./comparison.ts";
import { type Answer, type Contender, startContender } from "./contender.ts";
import { commandOf } from "./yardsticks.ts";

/** Nanoseconds that a round of one contender takes at least. */
const ROUND = 60e6;

/** Nanoseconds after which a contender is warm. */
const WARM = 2e9;

/** What a yardstick and ours answered, round by round. */
export interface Taken {
  readonly ours: readonly Answer[];
  readonly theirs: ReadonlyMap<Yardstick, readonly Answer[]>;
  /** What each ran on, by its name. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** Why a yardstick could not be used, by its name. */
  readonly missing: ReadonlyMap<string, string>;
}

/** A contender with the batches of its rounds. */
interface Turn {
  readonly contender: Contender;
  readonly count: number;
  readonly answers: Answer[];
}

/**
 * Times ours and the yardsticks in turns, forwards and backwards, so that what the machine does meanwhile falls on
 * all of them.
 *
 * @throws Error if ours cannot be started, if one of them ends, or if a yardstick does other work than ours
 */
export const take = async (comparison: Comparison, rounds: number): Promise<Taken> => {
  const missing = new Map<string, string>();
  const ours = await start({ name: "trueslope", runner: "ours", words: comparison.ours });
  const yardsticks = new Map<Yardstick, Contender>();
  for (const yardstick of comparison.against) {
    try {
      yardsticks.set(yardstick, await start(yardstick));
    } catch (error) {
      missing.set(yardstick.name, (error as Error).message);
    }
  }
  const first = await ours.batches(1);
  const turns: Turn[] = [{ contender: ours, count: await enough(ours, first), answers: [] }];
  for (const [{ name, agrees }, contender] of yardsticks) {
    const their = await contender.batches(1);
    if (agrees) needEqual(`${comparison.what}: the result of ${name}`, their.check, first.check, agrees);
    turns.push({ contender, count: await enough(contender, their), answers: [] });
  }
  for (let round = 0; round < rounds; round++)
    for (const { contender, count, answers } of round % 2 === 0 ? turns : turns.toReversed())
      answers.push(await contender.batches(count));
  await Promise.all(turns.map(({ contender }) => contender.close()));
  return {
    ours: turns[0].answers,
    theirs: new Map([...yardsticks.keys()].map((yardstick, i) => [yardstick, turns[i + 1].answers])),
    descriptions: new Map(turns.map(({ contender: { name, description } }) => [name, description])),
    missing,
  };
};

const start = (program: Program): Promise<Contender> => {
  const [name, ...rest] = program.words;
  return startContender(program.name, [...commandOf(program.runner, name), ...rest]);
};

/** So many batches that they take a round's time; the contender is warm then. @param first what it took for one */
const enough = async (contender: Contender, first: Answer): Promise<number> => {
  if (first.nanoseconds >= WARM) return 1;
  for (let count = 1; ; ) {
    await contender.batches(count);
    const { nanoseconds } = await contender.batches(count);
    if (nanoseconds >= ROUND) return count;
    count = Math.ceil(count * Math.min(10, Math.max(1.2, (1.2 * ROUND) / nanoseconds)));
  }
};

/** Nanoseconds of a unit. */
export const timeOf = ({ nanoseconds, units }: Answer): number => nanoseconds / units;

/** @throws Error if two figures that must agree do not */
export const needEqual = (what: string, theirs: number, ours: number, tolerance: number): void => {
  if (!(Math.abs(theirs - ours) <= tolerance * Math.abs(ours)))
    throw new Error(`${what} is ${theirs}, but ours ${ours}: that is other work`);
};
