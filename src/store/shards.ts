import { basename, join } from "node:path";

/** Part of the runs of a plan: run i, of all studies that a file stands for, belongs to shard i mod `count`. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** The runs of a shard, in their order. @param first number of the first of them in the whole plan */
export const runsOfShard = <Run>(runs: readonly Run[], { index, count }: Shard, first = 0): Run[] =>
  runs.filter((_, i) => (first + i) % count === index);

/** The folder of the shards of the database at `db`: results/study.shards of results/study.db. */
export const shardFolder = (db: string): string => `${db.replace(/\.db$/, "")}.shards`;

/** The database that a shard is run into: results/study.shards/03-of-40.db. */
export const shardFile = (db: string, shard: Shard): string => join(shardFolder(db), nameOf(shard));

/** The shard that a file of `shardFile` is of; undefined of any other. */
export const shardOfFile = (path: string): Shard | undefined => {
  const [, index, count] = /^(\d+)-of-(\d+)\.db$/.exec(basename(path)) ?? [];
  return count === undefined ? undefined : { index: Number(index), count: Number(count) };
};

/**
 * The files that a folder of shards lacks. Where a study was split anew, into another number of shards, those count that lack
 * fewest.
 *
 * @param paths files of the folder
 */
export const missingShards = (paths: readonly string[]): string[] => {
  const there = new Set(paths.map((path) => basename(path)));
  const counts = new Set(paths.flatMap((path) => shardOfFile(path)?.count ?? []));
  const lacking = [...counts].map((count) =>
    Array.from({ length: count }, (_, index) => nameOf({ index, count })).filter((name) => !there.has(name)),
  );
  return lacking.toSorted((a, b) => a.length - b.length)[0] ?? [];
};

/** Padded, so that the order of names is that of numbers. */
const nameOf = ({ index, count }: Shard): string =>
  `${String(index).padStart(String(count - 1).length, "0")}-of-${count}.db`;
