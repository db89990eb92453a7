import { closeSync, openSync, writeSync } from "node:fs";
import { UsageError } from "../errors/usage-error.ts";
import { restoredRun } from "../export/policy/restored-run.ts";
import { rolloutTable } from "../export/policy/rollout-table.ts";
import { writeTogether } from "../files/write-together.ts";
import { print } from "./print.ts";

/** The words of the command line. */
export interface RolloutArguments {
  db: string;
  run?: number | undefined;
  episodes: number;
  deterministic?: boolean | undefined;
  output?: string | undefined;
  force?: boolean | undefined;
}

const MAX_EPISODES = 1_000_000;

/** Plays episodes of a finished run, and writes their steps. */
export const writeRollout = async (given: RolloutArguments): Promise<void> => {
  const { db, run, episodes, deterministic = false, output, force = false } = given;
  if (!(Number.isInteger(episodes) && episodes >= 1 && episodes <= MAX_EPISODES))
    throw new UsageError(`--episodes must be a whole number from 1 to ${MAX_EPISODES}; got ${episodes}`);
  if (output !== undefined && !output.endsWith(".csv"))
    throw new UsageError(`-o must end in .csv; got ${output}`);
  const { setup } = await restoredRun(db, run);
  try {
    const lines = rolloutTable(setup, { episodes, deterministic });
    if (output === undefined) for (const line of lines) print(`${line}\n`);
    else {
      writeTogether([output], force, (_, temporary) => writeLines(temporary, lines));
      print(`${output}: the steps of ${episodes === 1 ? "1 episode" : `${episodes} episodes`}\n`);
    }
  } finally {
    setup.point.problem.environment.dispose?.();
  }
};

const writeLines = (path: string, lines: Iterable<string>): void => {
  const file = openSync(path, "w");
  try {
    for (const line of lines) writeSync(file, `${line}\n`);
  } finally {
    closeSync(file);
  }
};
