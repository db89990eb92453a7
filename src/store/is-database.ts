import { closeSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";

const HEADER = "SQLite format 3\0";

/** Whether a file is a database, by its first bytes, or is meant to be one, by its name. */
export const isDatabase = (path: string): boolean => extname(path) === ".db" || headerOf(path) === HEADER;

const headerOf = (path: string): string | undefined => {
  const bytes = Buffer.alloc(HEADER.length);
  try {
    const file = openSync(path, "r");
    readSync(file, bytes, 0, bytes.length, 0);
    closeSync(file);
    return bytes.toString("latin1");
  } catch {
    return undefined;
  }
};
