import { copyFileSync, readFileSync } from "node:fs";
import { temporaryFile } from "../suite/temporary-folder.ts";

const FOLDER = new URL("../golden/schema-1/", import.meta.url);

/** A copy of the database of schema version 1; see test/golden/schema-1/README.md. */
export const schema1 = (path = temporaryFile()): string => {
  copyFileSync(new URL("schema-1.db", FOLDER), path);
  return path;
};

/** What its views said, by name. */
export const schema1Views = (): Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }>
> => JSON.parse(readFileSync(new URL("views.json", FOLDER), "utf8"));
