import type { Comparison, Program, Yardstick } from "./comparison.ts";
import { type Answer, type Contender, startContender } from "./contender.ts";
import { commandOf } from "./yardsticks.ts";

/** Nanoseconds that a round of one contender takes at least. */
const ROUND = 60e6;

/** What a yardstick and ours answered, round by round. */
export interface Taken {
  readonly ours: readonly Answer[];
  readonly theirs: ReadonlyMap<Yardstick, readonly Answer[]>;
  /** What each ran on, by its name. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** Why a yardstick could not be used, by its name. */
  readonly missing: ReadonlyMap<string, string>;
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
  const { check } = await ours.batches(1);
  for (const [{ name, agrees }, contender] of yardsticks) {
    const first = await contender.batches(1);
    if (agrees) needEqual(`${comparison.what}: the result of ${name}`, first.check, check, agrees);
  }
  const turns: { contender: Contender; count: number; answers: Answer[] }[] = [];
  for (const contender of [ours, ...yardsticks.values()])
    turns.push({ contender, count: await enough(contender), answers: [] });
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

/** So many batches that they take a round's time; the contender is warm then. */
const enough = async (contender: Contender): Promise<number> => {
  for (let count = 1; ; ) {
    await contender.batches(count);
    const { nanoseconds } = await contender.batches(count);
    if (nanoseconds >= ROUND) return count;
    count = Math.ceil(count * Math.min(10, Math.max(1.2, (1.2 * ROUND) / nanoseconds)));
  }
};

/** @throws Error if two figures that must agree do not */
export const needEqual = (what: string, theirs: number, ours: number, tolerance: number): void => {
  if (!(Math.abs(theirs - ours) <= tolerance * Math.abs(ours)))
    throw new Error(`${what} is ${theirs}, but ours ${ours}: that is other work`);
};
