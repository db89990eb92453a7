import { existsSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pid } from "node:process";
import { StoreError } from "../errors/store-error.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes files that appear together or not at all: each under a temporary name beside its place, and when all
 * of them are whole, all are renamed. Folders are made where they are missing, a link stays one, and what is no
 * ordinary file (/dev/stdout, a pipe) is written to as it is.
 *
 * @param paths where the files go
 * @param force whether files that are there already are replaced
 * @param write writes the file of `path` to `temporary`
 * @throws StoreError if a file is there and `force` is not given, or the disk cannot be written; and what `write` throws
 */
export const writeTogether = (
  paths: readonly string[],
  force: boolean,
  write: (path: string, temporary: string) => void,
): void => {
  refuseExisting(paths, force);
  const begun = new Map<string, string>();
  try {
    for (const path of paths) {
      explained(path, () => makeFolder(dirname(path)));
      const place = existsSync(path) ? realpathSync(path) : path;
      const special = existsSync(path) && !statSync(path).isFile();
      const temporary = special ? path : `${place}.${pid}.partial`;
      if (!special) begun.set(place, temporary);
      explained(path, () => write(path, temporary));
    }
    for (const [place, temporary] of begun) explained(place, () => renameSync(temporary, place));
  } finally {
    for (const temporary of begun.values()) rmSync(temporary, { force: true });
  }
};

const refuseExisting = (paths: readonly string[], force: boolean): void => {
  const folder = paths.find((path) => existsSync(path) && statSync(path).isDirectory());
  if (folder !== undefined) throw new StoreError(`${folder} is a folder, where a file is to be written.`);
  const there = force ? [] : paths.filter((path) => existsSync(path));
  if (there.length === 0) return;
  const [what, them] =
    there.length === 1
      ? [`${there[0]} exists`, "it"]
      : [`${there.length} of the files exist, ${there[0]} among them`, "them"];
  throw new StoreError(`${what}; choose another place with -o, or replace ${them} with --force.`);
};

/** A fault of the file system as a `StoreError` about `path`; any other error as it is. */
const explained = (path: string, action: () => void): void => {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new StoreError(`${path} cannot be written: ${error.message}.`, { cause: error });
  }
};
