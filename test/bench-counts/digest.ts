import { createHash } from "node:crypto";
import Database from "better-sqlite3";

/** Columns that tell who wrote a row, when and with what; `meta` tells nothing else. */
const PROVENANCE: Readonly<Record<string, readonly string[] | "all">> = {
  meta: "all",
  study: ["created_at"],
  run: [
    "heartbeat",
    "git_commit",
    "git_dirty",
    "package_version",
    "node_version",
    "engine",
    "host",
    "pid",
    "started_at",
    "ended_at",
    "earlier_seconds",
    "digest", // follows from the others
  ],
};

/**
 * For each table of a database with rows: how many they are, and SHA-256 of all columns except provenance, in the
 * order of the primary key. Names of columns are part of it, so that a new column is a change.
 */
export const digestsOf = (path: string): Record<string, string> => {
  const db = new Database(path, { readonly: true });
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all();
    return Object.fromEntries((tables as string[]).flatMap((table) => digestOf(db, table)));
  } finally {
    db.close();
  }
};

const digestOf = (db: Database.Database, table: string): [string, string][] => {
  const left = PROVENANCE[table] ?? [];
  if (left === "all") return [];
  const columns = db.prepare("SELECT name, pk FROM pragma_table_info(?)").all(table) as {
    name: string;
    pk: number;
  }[];
  const names = columns.map(({ name }) => name).filter((name) => !left.includes(name));
  const keys = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
  const order = keys.map(({ name }) => name).join(", ");
  const hash = createHash("sha256").update(names.join());
  let rows = 0;
  for (const row of db
    .prepare(`SELECT ${names.join(", ")} FROM ${table} ORDER BY ${order}`)
    .raw()
    .iterate()) {
    for (const value of row as unknown[]) hash.update(bytesOf(value));
    rows++;
  }
  return rows > 0 ? [[table, `${rows} rows ${hash.digest("hex").slice(0, 16)}`]] : [];
};

/** A value with its type and length, so that no two rows have the same bytes. */
const bytesOf = (value: unknown): Buffer => {
  if (value === null) return Buffer.from("n");
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, "d");
    bytes.writeDoubleLE(value, 1);
    return bytes;
  }
  const content = typeof value === "string" ? Buffer.from(value) : (value as Buffer);
  return Buffer.concat([Buffer.from(`${typeof value === "string" ? "t" : "b"}${content.length}:`), content]);
};
