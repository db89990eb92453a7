import { existsSync, realpathSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { StoreError } from "../errors/store-error.ts";
import { writeTogether } from "../files/write-together.ts";
import { explain } from "../store/explain.ts";
import { openReader } from "../store/open.ts";
import { type Format, fileFormats } from "./index.ts";
import { type Reader, type Relation, relationsOf, rowsOf } from "./relation.ts";
import { tensorBoardRuns, writeTensorBoardRun } from "./tensorboard.ts";

/** What to write, and where. */
export interface ExportOptions {
  readonly format: Format;
  /** A folder; with one table or view and an extension in its name, a file. */
  readonly output: string;
  /** Tables and views; none means all of them. */
  readonly names?: readonly string[];
  /** Whether files that are there already are replaced. */
  readonly force?: boolean;
}

/** A file that was written. */
export interface ExportedFile {
  readonly path: string;
  /** Rows of the table or view; points of an event file. */
  readonly count: number;
}

/**
 * Writes tables and views of the database at `path` as files for other tools, all of them as they are at one
 * moment, even while a sweep goes on.
 *
 * @throws StoreError if the database cannot be read, a name is no table or view of it, a file is there already,
 *   or one cannot be written; then no file is written
 */
export const exportDatabase = (path: string, options: ExportOptions): ExportedFile[] => {
  const { format, names = [] } = options;
  const db = openReader(path);
  try {
    db.exec("BEGIN"); // one snapshot
    return format === "tensorboard"
      ? exportRuns(db, path, options)
      : exportRelations(db, path, { ...options, format, relations: relationsOf(db, path, names) });
  } catch (error) {
    throw unreadable(error, path);
  } finally {
    db.close();
  }
};

interface RelationOptions extends ExportOptions {
  readonly format: keyof typeof fileFormats;
  readonly relations: readonly Relation[];
}

const exportRelations = (
  db: Reader,
  source: string,
  { format, output, relations, names = [], force = false }: RelationOptions,
): ExportedFile[] => {
  const { extension, write } = fileFormats[format];
  const single = names.length > 0 && relations.length === 1 && isFile(output);
  if (!single) requireFolder(output, extension);
  const targets = new Map(
    relations.map((relation) => [single ? output : join(output, `${relation.name}${extension}`), relation]),
  );
  for (const target of targets.keys())
    if (existsSync(target) && realpathSync(target) === realpathSync(source))
      throw new StoreError(`${target} is the database itself; choose another place with -o`);
  const files: ExportedFile[] = [];
  writeTogether([...targets.keys()], force, (path, temporary) => {
    const relation = targets.get(path) as Relation;
    files.push({ path, count: write(temporary, relation.columns, rowsOf(db, relation)) });
  });
  return files;
};

const exportRuns = (
  db: Reader,
  source: string,
  { output, names = [], force = false }: ExportOptions,
): ExportedFile[] => {
  if (names.length > 0)
    throw new StoreError(`tensorboard shows runs, not tables; leave out ${names.join(", ")}.`);
  requireFolder(output);
  const runs = new Map(tensorBoardRuns(db).map((run) => [join(output, run.path), run]));
  if (runs.size === 0)
    throw new StoreError(`${source} has no run that has started; there is nothing to show.`);
  const files: ExportedFile[] = [];
  writeTogether([...runs.keys()], force, (path, temporary) => {
    files.push({ path, count: writeTensorBoardRun(db, runs.get(path)!, temporary) });
  });
  return files;
};

/** Whether -o names a file: its name has an extension, and it is not a folder that is there. */
const isFile = (output: string): boolean =>
  extname(output) !== "" && !/[\\/]$/.test(output) && !(existsSync(output) && statSync(output).isDirectory());

const requireFolder = (output: string, extension?: string): void => {
  if (existsSync(output) && !statSync(output).isDirectory())
    throw new StoreError(`${output} is a file; several files need a folder as -o.`);
  if (extension !== undefined && output.endsWith(extension))
    throw new StoreError(`${output} looks like one file; name one table or view, or a folder as -o.`);
};

/** A fault of SQLite as one of the database at `path`; any other error as it is. */
const unreadable = (error: unknown, path: string): unknown => {
  const explained = explain(error, path);
  return explained instanceof Error && explained.name === "SqliteError"
    ? new StoreError(`${path} cannot be read: ${explained.message}.`, { cause: error })
    : explained;
};
