import type Database from "better-sqlite3";
import { engineDigest } from "../arithmetic/engine.ts";

/** Keeps what is drawn of references that are not whole. @param version of this package */
export const draftKeeper = (db: Database.Database, version: string) => {
  const made = [version, engineDigest()];
  const find = db
    .prepare<unknown[], string>(
      "SELECT state FROM reference_draft WHERE reference_hash = ? AND package_version = ? AND engine = ?",
    )
    .pluck();
  const keep = db.prepare(
    "INSERT OR REPLACE INTO reference_draft (reference_hash, package_version, engine, state) VALUES (?, ?, ?, ?)",
  );
  return {
    find: (hash: string): string | undefined => find.get(hash, ...made),
    keep: (hash: string, state: string): void => void keep.run(hash, ...made, state),
  };
};
