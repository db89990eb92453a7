import { spawnSync } from "node:child_process";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";
import { commandOf } from "./yardsticks.ts";

const MANY = 1e6; // estimates with vectors of 64
const REPLICATES = 200; // of a cell
const TARGET: Target = { atMost: 1.2 };

/** Peak memory of a study that records many estimates, against ones that record few. */
export const memory = (rounds: number): Finding[] => {
  const peaks = new Map([1e4, 1e5, MANY].map((estimates): [number, number[]] => [estimates, []]));
  for (let round = 0; round < rounds; round++)
    for (const [estimates, figures] of peaks) figures.push(peak(estimates));
  const many = peaks.get(MANY) ?? [];
  const against = (estimates: number, target: Target | null): Finding => {
    const few = peaks.get(estimates) ?? [];
    const ratio = spreadOf(many.map((each, r) => each / few[r]));
    return {
      section: "sweep",
      what: `peak memory of ${MANY} estimates`,
      unit: "MiB",
      ours: spreadOf(many),
      against: { name: `${estimates} estimates`, theirs: spreadOf(few), ratio },
      direction: "ours/theirs",
      target,
      holds: target && fulfils(ratio.median, target),
    };
  };
  return [against(1e4, TARGET), against(1e5, null)];
};

/** MiB. */
const peak = (estimates: number): number => {
  const [command, ...words] = commandOf("ours", "memory");
  const { stdout, stderr, status } = spawnSync(command, [...words, String(estimates), String(REPLICATES)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`memory of ${estimates} estimates: ${stderr}`);
  return Number(stdout) / 2 ** 20;
};
