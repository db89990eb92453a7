import { expect, it } from "vitest";
import { shardGiven } from "../../src/cli/shard-given.ts";

it("is the part that is named, counted from 0, or none", () => {
  expect(shardGiven({ shard: "0/1" }, {})).toEqual({ index: 0, count: 1 });
  expect(shardGiven({ shard: "3/40" }, { SLURM_ARRAY_TASK_ID: "7" })).toEqual({ index: 3, count: 40 });
  expect(shardGiven({}, { SLURM_ARRAY_TASK_ID: "7" })).toBeUndefined();
});

it.each([
  [{ SLURM_ARRAY_TASK_ID: "0" }, 0],
  [{ JOB_COMPLETION_INDEX: "39" }, 39],
  [{ AWS_BATCH_JOB_ARRAY_INDEX: "12" }, 12],
  [{ BATCH_TASK_INDEX: "1" }, 1],
  [{ CLOUD_RUN_TASK_INDEX: "2" }, 2],
  [{ PBS_ARRAY_INDEX: "3" }, 3],
  [{ PBS_ARRAYID: "4" }, 4],
  [{ LSB_JOBINDEX: "1" }, 0],
  [{ SGE_TASK_ID: "40" }, 39],
  [{ PARALLEL_SEQ: "5" }, 4],
  // outside of an array of theirs
  [{ LSB_JOBINDEX: "0", SGE_TASK_ID: "undefined", PARALLEL_SEQ: "5" }, 4],
])("is the part that an engine names in %j", (environment, index) => {
  expect(shardGiven({ shards: 40 }, environment)).toEqual({ index, count: 40 });
});

const OF_SLURM = "SLURM_ARRAY_TASK_ID (Slurm) must be from 0 to 39 for --shards 40; got";

it.each([
  [
    { shard: "40/40" },
    {},
    "--shard must be i/n with i from 0 to n - 1 and n up to 100000, such as 3/40; got 40/40",
  ],
  [{ shard: "3" }, {}, "such as 3/40; got 3"],
  [{ shard: "-1/4" }, {}, "got -1/4"],
  [{ shard: "0/0" }, {}, "got 0/0"],
  [{ shard: "1/200000" }, {}, "got 1/200000"],
  [{ shards: 0 }, {}, "--shards must be a whole number from 1 to 100000; got 0"],
  [{ shards: 1.5 }, {}, "got 1.5"],
  [{ shard: "0/2", shards: 2 }, {}, "give one of the two"],
  [
    { shards: 40 },
    {},
    "PBS_ARRAYID, LSB_JOBINDEX, SGE_TASK_ID, PARALLEL_SEQ is set; say it with --shard i/40",
  ],
  [{ shards: 40 }, { SLURM_ARRAY_TASK_ID: "40" }, `${OF_SLURM} 40`],
  [{ shards: 40 }, { SLURM_ARRAY_TASK_ID: "x" }, `${OF_SLURM} x`],
  [
    { shards: 40 },
    { PARALLEL_SEQ: "0" },
    "PARALLEL_SEQ (GNU parallel) must be from 1 to 40 for --shards 40; got 0",
  ],
  [
    { shards: 40 },
    { SLURM_ARRAY_TASK_ID: "3", PARALLEL_SEQ: "4" },
    "SLURM_ARRAY_TASK_ID=3 (Slurm) and PARALLEL_SEQ=4 (GNU parallel) both say which part this is; say it with --shard i/40",
  ],
])("%j with %j is refused in one clear line", (given, environment, message) => {
  expect(() => shardGiven(given, environment)).toThrow(message);
});
