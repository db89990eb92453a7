import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { count } from "../report/text/format-number.ts";
import { type Shard, shardFile, shardFolder } from "../store/shards.ts";
import { runStudies } from "../study/run-study.ts";
import { continuedText } from "./continued-text.ts";
import { defaultDatabase } from "./default-database.ts";
import { dryRun } from "./dry-run.ts";
import { load } from "./load.ts";
import { notStarted } from "./not-started.ts";
import { print, warn } from "./print.ts";
import { printFinding } from "./print-finding.ts";
import { printSummary } from "./print-summary.ts";
import { exitNow } from "./process-end.ts";
import { progress } from "./progress.ts";
import { refuseFullDisk } from "./refuse-full-disk.ts";
import { shardGiven } from "./shard-given.ts";
import { shellWord } from "./shell-word.ts";

/** The words of the command line. */
export interface RunArguments {
  study: string;
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
  const { study: path, workers, timeLimit, checkpointEvery } = options;
  const { replace = false, quiet = false, json = false } = options;
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 1 && workers <= 1024))
    throw new UsageError(`--workers must be a whole number from 1 to 1024; got ${workers}`);
  if (timeLimit !== undefined && !(timeLimit > 0 && timeLimit <= 1e6))
    throw new UsageError(
      `--time-limit must be a number of seconds above 0 and up to 1000000; got ${timeLimit}`,
    );
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
  const failures = await runStudies(studies, {
    db,
    ...(workers && { workers }),
    replace,
    ...(shard && { shard }),
    ...(timeLimit && { timeLimit }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
    signal,
    onStudy({ name }) {
      finish();
      bar = progress(quiet || json);
      if (studies.length > 1) say(name);
    },
    onPlan(jobs, done) {
      if (done > 0 && jobs.length === 0) say(`${file} has all ${count(done, "run")} already.`);
      else if (done > 0) say(`${done} of ${done + jobs.length} runs are done already.`);
      for (const line of continuedText(jobs)) say(line);
      bar.start(jobs);
    },
    onEvent: (event) => bar.advance(event),
  }).finally(() => {
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

/** What is left to do once the other shards are done. */
const shardText = (db: string, shard: Shard): string =>
  `${shardFile(db, shard)}: shard ${shard.index} of ${shard.count}. When all are done:\n` +
  `  npx trueslope merge ${shellWord(shardFolder(db))} -o ${shellWord(db)}\n`;

/** What asks a process to end: Ctrl-C, and what engines send before they take a machine away. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGUSR2", "SIGXCPU"] as const;

/** A signal that Ctrl-C gives; a second Ctrl-C ends the process at once. */
const interruptible = () => {
  const controller = new AbortController();
  const interrupt = () => (controller.signal.aborted ? exitNow(130) : controller.abort());
  for (const name of SIGNALS) process.on(name, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, interrupt);
    },
  };
};
