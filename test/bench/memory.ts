import { spawnSync } from "node:child_process";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";
import { commandOf } from "./yardsticks.ts";

const MANY = 1e6; // estimates with vectors of 64
const REPLICATES = 200; // of a cell
const TARGET: Target = { atMost: 1.2 };

interface Size {
  readonly estimates: number;
  readonly runs: number;
}

const SMALL: Size = { estimates: 1e4, runs: 1 };
const MIDDLE: Size = { estimates: 1e5, runs: 1 };
const LONG: Size = { estimates: MANY, runs: 1 };
const OFTEN: Size = { estimates: MANY, runs: 10 };

/** Peak memory of studies that record many estimates, in one run or in many, against ones that record few. */
export const memory = (rounds: number): Finding[] => {
  const peaks = new Map([SMALL, MIDDLE, LONG, OFTEN].map((size): [Size, number[]] => [size, []]));
  for (let round = 0; round < rounds; round++) for (const [size, figures] of peaks) figures.push(peak(size));
  const against = (ours: Size, theirs: Size, target: Target | null): Finding => {
    const [many, few] = [ours, theirs].map((size) => peaks.get(size) ?? []);
    const ratio = spreadOf(many.map((each, r) => each / few[r]));
    return {
      section: "sweep",
      what: `peak memory of ${named(ours)}`,
      unit: "MiB",
      ours: spreadOf(many),
      against: { name: named(theirs), theirs: spreadOf(few), ratio },
      direction: "ours/theirs",
      target,
      holds: target && fulfils(ratio.median, target),
    };
  };
  return [against(LONG, SMALL, TARGET), against(LONG, MIDDLE, null), against(OFTEN, MIDDLE, TARGET)];
};

const named = ({ estimates, runs }: Size): string =>
  `${estimates} estimates${runs > 1 ? ` in ${runs} runs` : ""}`;

/** MiB. */
const peak = ({ estimates, runs }: Size): number => {
  const [command, ...words] = commandOf("ours", "memory");
  const sizes = [estimates, REPLICATES, runs].map(String);
  const { stdout, stderr, status } = spawnSync(command, [...words, ...sizes], { encoding: "utf8" });
  if (status !== 0) throw new Error(`memory of ${estimates} estimates: ${stderr}`);
  return Number(stdout) / 2 ** 20;
};
