import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { fulfils, type Target } from "./comparison.ts";
import type { Finding } from "./finding.ts";
import { spreadOf } from "./spread.ts";

const MAIN = fileURLToPath(new URL("../../bundle/main.js", import.meta.url));
const TARGET: Target = { atMost: 150 };

/** Milliseconds of `trueslope --help`, in turns with a Node.js that does nothing. */
export const startUp = (rounds: number): Finding => {
  timed([MAIN, "--help"]); // so that the files are in memory
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(timed([MAIN, "--help"]));
    bare.push(timed(["-e", "0"]));
  }
  const spread = spreadOf(ours);
  return {
    section: "start-up",
    what: "trueslope --help",
    unit: "ms",
    ours: spread,
    against: {
      name: "node -e 0",
      theirs: spreadOf(bare),
      ratio: spreadOf(ours.map((each, r) => each / bare[r])),
    },
    direction: "ours/theirs",
    target: TARGET,
    targetOf: "figure",
    holds: fulfils(spread.median, TARGET),
  };
};

const timed = (words: string[]): number => {
  const start = performance.now();
  const { status, error } = spawnSync(process.execPath, words);
  if (error || status !== 0) throw error ?? new Error(`${words.join(" ")} ended with ${status}`);
  return performance.now() - start;
};
