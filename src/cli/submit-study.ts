import { chmodSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { plan } from "../config/plan.ts";
import { UsageError } from "../errors/usage-error.ts";
import { makeFolder } from "../files/make-folder.ts";
import { count } from "../report/text/format-number.ts";
import { shardFolder } from "../store/shards.ts";
import { maxArraySize, submitScript } from "./ask-slurm.ts";
import { defaultDatabase } from "./default-database.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";
import { wholeShards } from "./shard-given.ts";
import { arrayScript, mergeScript, type SlurmJob } from "./slurm-scripts.ts";

/** The words of the command line. */
export interface SubmitArguments {
  study: string;
  slurm: boolean;
  shards: number;
  atOnce?: number | undefined;
  print?: boolean | undefined;
  db?: string | undefined;
  seeds?: string | undefined;
  workers?: number | undefined;
  timeLimit?: number | undefined;
  checkpointEvery?: number | undefined;
  set?: string[] | undefined;
  /** Options of sbatch, behind `--`. */
  "--"?: string[];
}

/** Writes the scripts of an array of shards and of their merge beside the shards, and submits them; watches nothing. */
export const submitStudy = async (given: SubmitArguments): Promise<void> => {
  const { study, slurm, atOnce, db = defaultDatabase(study) } = given;
  if (!slurm) throw new UsageError("--slurm is the one engine that a study can be submitted to");
  const shards = wholeShards(given.shards);
  if (atOnce !== undefined && !(Number.isInteger(atOnce) && atOnce >= 1))
    throw new UsageError(`--at-once must be a whole number of at least 1; got ${atOnce}`);
  const runs = (await load(study, { ...given, start: false })).flatMap(plan).length;
  if (shards > runs)
    throw new UsageError(`--shards must be at most ${runs}, the runs of ${study}; got ${shards}`);
  const job: SlurmJob = {
    ...{ name: basename(db).replace(/\.db$/, ""), shards, atOnce, db },
    program: [process.execPath, ...process.execArgv, process.argv[1]],
    run: [study, ...optionsOf(given)],
    hasWorkers: given.workers !== undefined,
    options: given["--"] ?? [],
  };
  const [array, merge] = [
    { path: join(shardFolder(db), "array.sh"), text: arrayScript(job) },
    { path: join(shardFolder(db), "merge.sh"), text: mergeScript(job) },
  ];
  if (given.print) return print(`# ${array.path}\n${array.text}\n# ${merge.path}\n${merge.text}`);
  const most = maxArraySize() ?? shards;
  if (shards > most)
    throw new UsageError(`--shards must be at most ${most}, the MaxArraySize of this cluster; got ${shards}`);
  makeFolder(shardFolder(db));
  for (const { path, text } of [array, merge]) {
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
  const first = submitScript(array.path);
  print(`Job ${first}: ${count(shards, "task")} of ${array.path}, logs beside it.\n`);
  const second = submitScript(merge.path, [`--dependency=afterany:${first}`]);
  print(`Job ${second}: ${merge.path}, when they have ended.\n  squeue -j ${first},${second}\n`);
};

/** The options of `run` that are passed on. */
const optionsOf = ({ set = [], ...given }: SubmitArguments): string[] =>
  Object.entries({
    ...{ db: given.db, seeds: given.seeds, workers: given.workers },
    ...{ "time-limit": given.timeLimit, "checkpoint-every": given.checkpointEvery },
  })
    .flatMap(([option, value]) => (value === undefined ? [] : [`--${option}`, String(value)]))
    .concat(set.flatMap((each) => ["--set", each]));
