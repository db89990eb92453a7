import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { UsageError } from "../errors/usage-error.ts";
import { restoredRun } from "../export/policy/restored-run.ts";
import { rolloutTable } from "../export/policy/rollout-table.ts";
import { type Replay, replayOf } from "../export/replay/replay.ts";
import { replayHtml } from "../export/replay/replay-html.ts";
import { replaySvg } from "../export/replay/replay-svg.ts";
import { writeTogether } from "../files/write-together.ts";
import { count } from "../report/text/format-number.ts";
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

/** Files that show an episode, by their ending. */
const REPLAYS = { ".html": replayHtml, ".svg": replaySvg };

/** Plays episodes of a finished run, and writes their steps, or shows one. */
export const writeRollout = async (given: RolloutArguments): Promise<void> => {
  const { episodes, output } = given;
  if (!(Number.isInteger(episodes) && episodes >= 1 && episodes <= MAX_EPISODES))
    throw new UsageError(`--episodes must be a whole number from 1 to ${MAX_EPISODES}; got ${episodes}`);
  const ending = Object.keys(REPLAYS).find((each) => output?.endsWith(each));
  if (output !== undefined && ending !== undefined)
    return writeReplay(given, output, REPLAYS[ending as keyof typeof REPLAYS]);
  if (output !== undefined && !output.endsWith(".csv"))
    throw new UsageError(`-o must end in .csv, ${Object.keys(REPLAYS).join(" or ")}; got ${output}`);
  return writeTable(given);
};

const writeTable = async ({
  db,
  run,
  episodes,
  deterministic = false,
  output,
  force = false,
}: RolloutArguments): Promise<void> => {
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

const writeReplay = async (
  { db, run, episodes, deterministic = false, force = false }: RolloutArguments,
  output: string,
  write: (replay: Replay) => string,
): Promise<void> => {
  if (episodes !== 1) throw new UsageError(`--episodes is of tables, a replay is of one; got ${episodes}`);
  const replay = await replayOf(db, run, deterministic);
  writeTogether([output], force, (_, temporary) => writeFileSync(temporary, write(replay)));
  print(`${output}: an episode of ${count(replay.rewards.length, "step")}\n`);
};

const writeLines = (path: string, lines: Iterable<string>): void => {
  const file = openSync(path, "w");
  try {
    for (const line of lines) writeSync(file, `${line}\n`);
  } finally {
    closeSync(file);
  }
};
