import { type Comparison, fulfils, type Yardstick } from "./comparison.ts";
import type { Answer } from "./contender.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";
import { needEqual, type Taken, timeOf } from "./taken.ts";

/** How far the mean length of trajectories may be from ours: beyond, it is other work. */
const LENGTHS = 0.1;

/**
 * The lines of one comparison that was taken several times. Each ratio is of one round.
 *
 * @throws Error if a yardstick's trajectories are longer or shorter than ours
 */
export const findingsOf = (
  { section, what, unit, against }: Comparison,
  taken: readonly Taken[],
): Finding[] => {
  const all = taken.flatMap(({ ours }) => ours);
  const alone: Finding = {
    section,
    what,
    unit: `ns per ${unit}`,
    ours: spreadOf(all.map(timeOf)),
    against: null,
    direction: "ours/theirs",
    target: null,
    holds: null,
  };
  const found = against.flatMap((yardstick): Finding[] => {
    const theirs = taken.flatMap(({ theirs }) => theirs.get(yardstick) ?? []);
    if (theirs.length !== all.length) return [];
    const { name, target } = yardstick;
    needEqual(`${what}: the length of trajectories of ${name}`, lengthOf(theirs), lengthOf(all), LENGTHS);
    const direction = directionOf(yardstick);
    const ratio = spreadOf(
      theirs.map((their, r) => {
        const slower = timeOf(all[r]) / timeOf(their);
        return direction === "ours/theirs" ? slower : 1 / slower;
      }),
    );
    return [
      {
        ...alone,
        against: { name, theirs: spreadOf(theirs.map(timeOf)), ratio },
        direction,
        target: target ?? null,
        holds: target ? fulfils(ratio.median, target) : null,
      },
    ];
  });
  return found.length > 0 ? found : [alone];
};

const lengthOf = (answers: readonly Answer[]): number =>
  answers.reduce((sum, { units }) => sum + units, 0) /
  answers.reduce((sum, { trajectories }) => sum + trajectories, 0);

const directionOf = ({ target, faster }: Yardstick): Finding["direction"] =>
  faster || (target && "atLeast" in target) ? "theirs/ours" : "ours/theirs";
