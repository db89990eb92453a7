import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { pid } from "node:process";
import { StoreError } from "../store/errors.ts";

/**
 * Writes files that appear together or not at all: each under a temporary name beside its place, and when all
 * of them are whole, all are renamed. Folders are made where they are missing.
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
      const temporary = `${path}.${pid}.partial`;
      explained(path, () => mkdirSync(dirname(path), { recursive: true }));
      begun.set(path, temporary);
      explained(path, () => write(path, temporary));
    }
    for (const [path, temporary] of begun) explained(path, () => renameSync(temporary, path));
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
