import { join } from "node:path";
import { shardFolder } from "../store/shards.ts";
import { shellWord } from "./shell-word.ts";

/** What Slurm is to do. */
export interface SlurmJob {
  /** Name of the array. */
  readonly name: string;
  readonly shards: number;
  /** Tasks that may run at the same time; all if not given. */
  readonly atOnce?: number | undefined;
  /** Database of the study. */
  readonly db: string;
  /** Words that start this program. */
  readonly program: readonly string[];
  /** Words of `run` but for the shards, and for the workers where the task's processors tell them. */
  readonly run: readonly string[];
  /** Whether `run` says how many workers there are. */
  readonly hasWorkers: boolean;
  /** Options of sbatch that the user gave. */
  readonly options: readonly string[];
}

/** Seconds before the time limit of a task at which it is told; Slurm may tell it up to a minute earlier. */
const NOTICE = 60;

/** Starts of a task after which one that ran out of time is left as it is. */
const MAX_STARTS = 100;

/** The script of an array, a shard a task. */
export const arrayScript = (job: SlurmJob): string => {
  const { name, shards, atOnce, db, program, run, hasWorkers, options } = job;
  const workers = hasWorkers ? "" : ` --workers "\${SLURM_CPUS_ON_NODE:-1}"`;
  return `#!/bin/bash
${directives([
  `--job-name=${shellWord(name)}`,
  `--array=0-${shards - 1}${atOnce === undefined ? "" : `%${atOnce}`}`,
  `--output=${shellWord(join(shardFolder(db), "%a.log"))}`,
  "--open-mode=append",
  "--requeue",
  `--signal=B:USR1@${NOTICE}`,
  ...joined(options),
])}
# A task that Slurm stops goes on where it was when it is started again: Slurm does so itself after a preemption or the
# end of a node, and is asked to when the time limit is near.
out_of_time=
trap 'kill -TERM "$run"' TERM
trap 'out_of_time=yes; kill -TERM "$run"' USR1
${words([...program, "run", ...run, "--shards", String(shards), "--quiet"])}${workers} &
run=$!
status=143
while [ $status -eq 143 ] || [ $status -eq 138 ]; do # a signal ended the waiting
  wait "$run"
  status=$?
done
if [ -n "$out_of_time" ] && [ $status -gt 2 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MAX_STARTS} ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit $status
`;
};

/** The script of the task that merges the shards, whatever became of them: merging says what is missing. */
export const mergeScript = ({ name, db, program, options }: SlurmJob): string => `#!/bin/bash
${directives([
  `--job-name=${shellWord(`${name}-merge`)}`,
  `--output=${shellWord(join(shardFolder(db), "merge.log"))}`,
  "--open-mode=append",
  ...joined(options),
])}
exec ${words([...program, "merge", shardFolder(db), "-o", db])}
`;

const directives = (lines: readonly string[]): string => lines.map((line) => `#SBATCH ${line}`).join("\n");

const words = (all: readonly string[]): string => all.map(shellWord).join(" ");

/** A line for each option, with its value. */
const joined = (options: readonly string[]): string[] => {
  const lines: string[] = [];
  for (const word of options)
    if (word.startsWith("-") || lines.length === 0) lines.push(shellWord(word));
    else lines.push(`${lines.pop()} ${shellWord(word)}`);
  return lines;
};
