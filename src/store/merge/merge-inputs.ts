import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "../../errors/store-error.ts";
import { requireFile } from "../place.ts";
import { missingShards } from "../shards.ts";

/** What is merged. */
export interface MergeInputs {
  /** Databases. */
  readonly paths: readonly string[];
  /** Of them, those that a folder was given for. */
  readonly inFolders: ReadonlySet<string>;
  /** Files of shards that are not there. */
  readonly missing: readonly string[];
}

/**
 * Databases and folders of them, as files. Shards that are merged into a database that is there are added to it.
 *
 * @param added whether a database at `output` is one of the inputs where a folder is
 * @throws StoreError if there is nothing to merge
 */
export const mergeInputs = (given: readonly string[], output: string, added: boolean): MergeInputs => {
  const paths: string[] = [];
  const inFolders = new Set<string>();
  const missing: string[] = [];
  for (const input of given) {
    if (!isFolder(input)) {
      requireFile(input);
      paths.push(input);
      continue;
    }
    const files = databasesIn(input);
    if (files.length === 0) throw new StoreError(`${input} has no database (*.db) in it.`);
    for (const file of files) inFolders.add(file);
    paths.push(...files);
    missing.push(...missingShards(files).map((name) => join(input, name)));
  }
  if (inFolders.size === 0 && paths.length < 2)
    throw new StoreError(
      `expected two or more databases to merge, or a folder of shards; got ${given.join(", ")}.`,
    );
  if (added && inFolders.size > 0 && existsSync(output)) paths.unshift(output);
  return { paths: [...new Set(paths)], inFolders, missing };
};

/** In the order of their names; a file without content is one whose writer was killed at once, and is none. */
const databasesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".db"))
    .toSorted()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).size > 0);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
