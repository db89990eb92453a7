import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { count } from "../report/text/format-number.ts";
import { type Shard, shardFile, shardFolder } from "../store/shards.ts";
import { runStudies, type StudyOptions } from "../study/run-study.ts";
import { checkTimeLimit, checkWorkers } from "./check-numbers.ts";
import { continuedText } from "./continued-text.ts";
import { defaultDatabase } from "./default-database.ts";
import { dryRun } from "./dry-run.ts";
import { interruptible } from "./interruptible.ts";
import { load } from "./load.ts";
import { notStarted } from "./not-started.ts";
import { print, warn } from "./print.ts";
import { printFinding } from "./print-finding.ts";
import { printSummary } from "./print-summary.ts";
import { progress } from "./progress.ts";
import { refuseFullDisk } from "./refuse-full-disk.ts";
import { shardGiven } from "./shard-given.ts";
import { shellWord } from "./shell-word.ts";

/** The words of the command line. */
export interface RunArguments {
  study: string;
  on?: string | undefined;
  db?: string | undefined;
  seeds?: string | undefined;
  workers?: number | undefined;
  replace?: boolean | undefined;
  timeLimit?: number | undefined;
  shard?: string | undefined;
  shards?: number | undefined;
  checkpointEvery?: number | undefined;
  set?: string[] | undefined;
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

/**
 * Runs a study: what is missing in its database is done, recorded and summarized.
 *
 * @param change makes other studies of those that were loaded
 * @returns the exit code
 */
export const runStudy = async (
  options: RunArguments,
  change: (studies: Study[]) => Study[] = (studies) => studies,
): Promise<number> => {
  const { study: path, on, workers, timeLimit, checkpointEvery } = options;
  const { replace = false, quiet = false, json = false } = options;
  checkWorkers(workers);
  checkTimeLimit(timeLimit);
  if (on !== undefined) refuseBesideQueue(options);
  const shard = shardGiven(options, process.env);
  if (checkpointEvery !== undefined && !(checkpointEvery >= 0 && checkpointEvery <= 1e6))
    throw new UsageError(
      `--checkpoint-every must be a number of seconds from 0 to 1000000; got ${checkpointEvery}`,
    );
  const studies = change(await load(path, { ...options, start: !options.dryRun }));
  const db = options.db ?? defaultDatabase(path);
  const file = shard ? shardFile(db, shard) : db;
  if (!options.dryRun || notStarted(studies) === undefined)
    refuseFullDisk(studies, file, { part: 1 / (shard?.count ?? 1) });
  if (options.dryRun) {
    dryRun(studies, db, { replace, shard });
    return 0;
  }

  const say = (line: string) => quiet || warn(`${line}\n`);
  const interruption = interruptible();
  const { signal } = interruption;
  let bar = progress(quiet || json);
  const finish = () => {
    bar.stop();
    for (const warning of bar.warnings()) say(warning);
  };
  const asked: Pick<StudyOptions, "db" | "replace" | "signal" | "onPlan" | "onEvent"> = {
    ...{ db, replace, signal },
    onPlan(jobs, done) {
      if (done > 0 && jobs.length === 0) say(`${file} has all ${count(done, "run")} already.`);
      else if (done > 0) say(`${done} of ${done + jobs.length} runs are done already.`);
      for (const line of continuedText(jobs)) say(line);
      bar.start(jobs);
    },
    onEvent: (event) => bar.advance(event),
  };
  const here = () =>
    runStudies(studies, {
      ...asked,
      ...(workers && { workers }),
      ...(shard && { shard }),
      ...(timeLimit && { timeLimit }),
      ...(checkpointEvery !== undefined && { checkpointEvery }),
      onStudy({ name }) {
        finish();
        bar = progress(quiet || json);
        if (studies.length > 1) say(name);
      },
    });
  const there = async (queue: string) =>
    (await import("../queue/ask-workers.ts")).askWorkers(queue, studies, { ...asked, say });
  const failures = await (on === undefined ? here() : there(on)).finally(() => {
    finish();
    interruption.release();
  });
  for (const { config, error } of failures)
    warn(`failed: agent ${config.agent.name}, seed ${config.seed}: ${error.split("\n")[0]}\n`);
  if (signal.aborted) {
    say("Interrupted; the same command goes on where this one stopped.");
    return 130;
  }
  if (shard && !json) {
    if (!quiet) print(shardText(db, shard));
  } else if (json && !quiet)
    printSummary(file, { ...(studies.length === 1 && { study: studies[0].name }), json, afterRun: true });
  else if (!quiet)
    printFinding(
      db,
      studies.map(({ name }) => name),
    );
  return failures.length > 0 ? 1 : 0;
};

/** @throws UsageError for what only whoever does the runs can do */
const refuseBesideQueue = ({ shard, shards, workers, timeLimit, checkpointEvery }: RunArguments): void => {
  const given = { shard, shards, workers, "time-limit": timeLimit, "checkpoint-every": checkpointEvery };
  for (const [option, value] of Object.entries(given))
    if (value !== undefined)
      throw new UsageError(
        `--${option} cannot be given with --on: the runs are done by trueslope work, with its options`,
      );
};

/** What is left to do once the other shards are done. */
const shardText = (db: string, shard: Shard): string =>
  `${shardFile(db, shard)}: shard ${shard.index} of ${shard.count}. When all are done:\n` +
  `  npx trueslope merge ${shellWord(shardFolder(db))} -o ${shellWord(db)}\n`;
