import { closeSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import { StoreError } from "../store/errors.ts";
import { isClear, Stop } from "./exit.ts";

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

/**
 * What goes wrong while a damaged database is read can be anything: text that is no JSON, a vector of half a number.
 *
 * @returns the error, or in place of one that would be a trace what is wrong with a database that `words` name
 */
export const explainDamage = async (error: unknown, words: readonly string[]): Promise<unknown> => {
  if (error instanceof Stop || isClear(error)) return error;
  const { verifyDatabase } = await import("../store/verify.ts");
  for (const path of words.filter(isDatabase)) {
    try {
      for (const { what, faults } of verifyDatabase(path))
        if (faults.length > 0)
          return new StoreError(`${path} is damaged (${what}: ${faults[0]}); see trueslope check ${path}`, {
            cause: error,
          });
    } catch (cause) {
      return isClear(cause)
        ? cause
        : new StoreError(`${path} is damaged: ${(cause as Error).message}`, { cause });
    }
  }
  return error;
};
