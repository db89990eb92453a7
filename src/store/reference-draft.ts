import type Database from "better-sqlite3";
import { engineDigest } from "../arithmetic/engine.ts";
import { explained } from "./explain.ts";

/** Keeps what is drawn of references that are not whole, so that a later sweep goes on with it; see `encodeState`. */
export interface DraftKeeper {
  /** What was kept of one, by its hash, if it was by this version and engine. @throws StoreError */
  find(hash: string): string | undefined;
  /** Keeps a state in place of what was kept before. @throws StoreError */
  keep(hash: string, state: string): void;
}

/** @param version of this package */
export const draftKeeper = (db: Database.Database, path: string, version: string): DraftKeeper => {
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
    find: (hash) => explained(path, () => find.get(hash, ...made)),
    keep: (hash, state) => void explained(path, () => keep.run(hash, ...made, state)),
  };
};
