import { StoreError } from "../../errors/store-error.ts";
import { TrueslopeError } from "../../errors/trueslope-error.ts";
import { isDatabase } from "../is-database.ts";

/**
 * What goes wrong while a damaged database is read can be anything: text that is no JSON, a vector of half a number.
 *
 * @param words of a command line, or the path of a database
 * @returns the error, or in place of one that would be a trace what is wrong with a database that `words` name
 */
export const explainDamage = async (error: unknown, words: readonly string[]): Promise<unknown> => {
  if (error instanceof TrueslopeError) return error;
  const { verifyDatabase } = await import("./verify.ts");
  for (const path of words.filter(isDatabase)) {
    const damaged = (what: string, cause: unknown) =>
      new StoreError(`${path} is damaged${what}`, { code: "STORE_DAMAGED", cause });
    try {
      for (const { what, faults } of verifyDatabase(path))
        if (faults.length > 0) return damaged(` (${what}: ${faults[0]}); see trueslope check ${path}`, error);
    } catch (cause) {
      return cause instanceof TrueslopeError ? cause : damaged(`: ${(cause as Error).message}`, cause);
    }
  }
  return error;
};
