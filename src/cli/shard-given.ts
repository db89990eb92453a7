import { UsageError } from "../errors/usage-error.ts";
import type { Shard } from "../store/shards.ts";

/** The most shards of a study: of an array that an engine of many machines runs. */
const MAX_SHARDS = 100_000;

/** How an engine tells a process which of an array it is. */
interface ArrayEngine {
  readonly engine: string;
  readonly variable: string;
  /** The number of the first. */
  readonly first: 0 | 1;
  /** What the variable is outside of arrays, where it is there too. */
  readonly outside?: string;
}

/** Where an array begins is the user's choice for Slurm and PBS: there, too, it has to be 0. */
const ENGINES: readonly ArrayEngine[] = [
  { engine: "Slurm", variable: "SLURM_ARRAY_TASK_ID", first: 0 },
  { engine: "Kubernetes", variable: "JOB_COMPLETION_INDEX", first: 0 },
  { engine: "AWS Batch", variable: "AWS_BATCH_JOB_ARRAY_INDEX", first: 0 },
  { engine: "Google Batch", variable: "BATCH_TASK_INDEX", first: 0 },
  { engine: "Cloud Run", variable: "CLOUD_RUN_TASK_INDEX", first: 0 },
  { engine: "PBS", variable: "PBS_ARRAY_INDEX", first: 0 },
  { engine: "Torque", variable: "PBS_ARRAYID", first: 0 },
  { engine: "LSF", variable: "LSB_JOBINDEX", first: 1, outside: "0" },
  { engine: "Grid Engine", variable: "SGE_TASK_ID", first: 1, outside: "undefined" },
  { engine: "GNU parallel", variable: "PARALLEL_SEQ", first: 1 },
];

/** The words of the command line. */
export interface ShardArguments {
  /** "3/40" */
  readonly shard?: string | undefined;
  readonly shards?: number | undefined;
}

/**
 * The shard that a command line asks for; undefined if none.
 *
 * @param environment variables of the process: an engine of arrays says there which part it is
 * @throws UsageError for numbers that are none, out of range or not to be told
 */
export const shardGiven = (
  { shard, shards }: ShardArguments,
  environment: Readonly<Record<string, string | undefined>>,
): Shard | undefined => {
  if (shard !== undefined && shards !== undefined)
    throw new UsageError(
      "--shard i/n says which part, --shards n leaves that to the engine of an array; give one of the two",
    );
  if (shard !== undefined) return namedShard(shard);
  return shards === undefined ? undefined : shardOfEngine(wholeShards(shards), environment);
};

/** @throws UsageError unless there can be so many shards */
export const wholeShards = (shards: number): number => {
  if (Number.isInteger(shards) && shards >= 1 && shards <= MAX_SHARDS) return shards;
  throw new UsageError(`--shards must be a whole number from 1 to ${MAX_SHARDS}; got ${shards}`);
};

const namedShard = (text: string): Shard => {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (count === undefined || count < 1 || count > MAX_SHARDS || index >= count)
    throw new UsageError(
      `--shard must be i/n with i from 0 to n - 1 and n up to ${MAX_SHARDS}, such as 3/40; got ${text}`,
    );
  return { index, count };
};

const shardOfEngine = (count: number, environment: Readonly<Record<string, string | undefined>>): Shard => {
  const found = ENGINES.flatMap(({ outside, ...engine }) => {
    const value = environment[engine.variable];
    return value === undefined || value === "" || value === outside ? [] : [{ ...engine, value }];
  });
  if (found.length === 0)
    throw new UsageError(
      `--shards ${count} is for the engine of an array, which says in a variable which part this is, and none of ` +
        `${ENGINES.map(({ variable }) => variable).join(", ")} is set; say it with --shard i/${count}`,
    );
  if (found.length > 1)
    throw new UsageError(
      `${found.map(({ engine, variable, value }) => `${variable}=${value} (${engine})`).join(" and ")} both say which ` +
        `part this is; say it with --shard i/${count}`,
    );
  const [{ engine, variable, value, first }] = found;
  const index = Number(value) - first;
  if (!/^\d+$/.test(value) || index < 0 || index >= count)
    throw new UsageError(
      `${variable} (${engine}) must be from ${first} to ${count - 1 + first} for --shards ${count}; got ${value}`,
    );
  return { index, count };
};
