import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { bytesText } from "../size/bytes-text.ts";
import { sizeOfStudies } from "../size/study-size.ts";

/**
 * Refuses studies whose rows cannot fit where their database is, before anything is created. What the file has already
 * may be theirs, and is not counted twice.
 *
 * @param part of their rows that the file is for: of a shard its share
 * @param free bytes that there are for the file; what its file system has if not given
 * @throws UsageError with the replicates that would fit
 */
export const refuseFullDisk = (
  studies: readonly Study[],
  db: string,
  { part = 1, free = freeAt(db) }: { readonly part?: number; readonly free?: number } = {},
): void => {
  if (free === Number.POSITIVE_INFINITY) return;
  const room = free + (statSync(db, { throwIfNoEntry: false })?.size ?? 0);
  const diskOf = (sized: readonly Study[]) => part * sizeOfStudies(sized).disk;
  const disk = diskOf(studies);
  if (disk <= room) return;
  const replicates = Math.max(2, ...studies.map(({ probe }) => probe?.replicates ?? 2));
  const least = diskOf(
    studies.map((study) => ({ ...study, probe: study.probe && { ...study.probe, replicates: 2 } })),
  );
  const fitting = 2 + Math.floor(((room - least) * (replicates - 2)) / (disk - least));
  const instead =
    fitting >= 2
      ? `probe.replicates of ${fitting} would fit`
      : "fewer seeds, probes or rows of iterations would do";
  throw new UsageError(
    `${db} would take about ${bytesText(disk)}, and ${bytesText(free)} are free there; ${instead}`,
  );
};

/** Without end where no file can be, or nobody knows: creating it says what is wrong. */
const freeAt = (db: string): number => {
  let folder = dirname(resolve(db));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    const { blocks, bavail, bsize } = statfsSync(folder);
    return blocks > 0 && statSync(folder).isDirectory() ? bavail * bsize : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
};
