import type { FoundRun } from "./merge-runs.ts";

const MAX_TOLD = 20;

/**
 * Sentences about what a merged database lacks: runs that are not done, and shards that are not there.
 *
 * @param runs those that are kept
 * @param missing files of shards
 * @param busy files that are being written
 */
export const unfinished = (
  runs: readonly FoundRun[],
  missing: readonly string[],
  busy: readonly string[],
): string[] => [
  ...missing.map((path) => `${path} is not there`),
  ...busy.map((path) => `${path} is being written`),
  ...runs
    .filter(({ status }) => status !== "done")
    .map(
      ({ path, study, agent, seed, status }) =>
        `agent ${agent}, seed ${seed} of ${study} is ${status === "running" ? "interrupted" : status} in ${path}`,
    ),
];

/** Why nothing was merged, and the way out. */
export const unfinishedText = (left: readonly string[]): string => {
  const told = left.slice(0, MAX_TOLD);
  const more = left.length > told.length ? [`and ${left.length - told.length} more`] : [];
  return `${[...told, ...more].join(";\n")}.\nNothing was written: finish them, or merge what there is with --partial.`;
};
