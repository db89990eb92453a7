import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type Database from "better-sqlite3";
import { quoted, type Table, tablesOf, tablesOfRuns } from "./merge/merge-tables.ts";

/** Of `run`, what it was planned as: the rest tells who did it, when and how often. */
const PLANNED = "agent, seed, environment, config, config_hash, nullif(from_iteration, 0) AS from_iteration";

/**
 * Gives SHA-256 of a finished run: all its rows in the order in which they were written, by names and values that are
 * not NULL, without the numbers that a file gives to rows (so merging keeps it). Of `estimate`, whose other columns
 * follow from the vectors, only the environment steps are in it; of `cell`, only what does not follow from rows of `estimate`.
 *
 * @param steps `addSteps` over its cells, in the same order
 */
export const runDigester = (db: Database.Database): ((runId: number, steps: number) => string) => {
  const tables = tablesOf(db);
  const belonging = tablesOfRuns(tables);
  const parts = tables
    .filter(({ name }) => belonging.has(name) && name !== "run" && name !== "estimate")
    .flatMap((table) => rowsOfRun(table) ?? [])
    .map(({ name, sql }) => ({ name, rows: db.prepare<[number], object>(sql) }));
  const planned = db.prepare<[number], object>(
    `SELECT x.name, ${PLANNED} FROM run JOIN study AS x USING (study_id) WHERE run_id = ?`,
  );
  return (runId, steps) => {
    const hash = createHash("sha256").update(`steps ${steps}\n`);
    const add = (name: string, row: object) => {
      const known = Object.entries(row).filter(([, value]) => value !== null);
      const text = known.map(([key, value]) => [key, value instanceof Uint8Array ? value.length : value]);
      hash.update(`${name} ${JSON.stringify(text)}\n`);
      for (const [, value] of known) if (value instanceof Uint8Array) hash.update(value);
    };
    for (const row of planned.iterate(runId)) add("run", row);
    for (const { name, rows } of parts) for (const row of rows.iterate(runId)) add(name, row);
    return hash.digest("hex");
  };
};

/** CRC-32 of the environment steps of a cell, after those of the cells before it; 0 before the first. */
export const addSteps = (envSteps: Float64Array, before: number): number =>
  crc32(new Uint8Array(envSteps.buffer, envSteps.byteOffset, envSteps.byteLength), before);

/** The rows of a table that belong to a run, by its own column or by that of its probe. */
const rowsOfRun = ({ name, id, columns, origins }: Table): { name: string; sql: string } | undefined => {
  const columnOf = (origin: string) => [...origins].find(([, each]) => each === origin)?.[0];
  const [run, probe] = [columnOf("run"), columnOf("probe")];
  const own = columns
    .filter((column) => column !== id && !origins.has(column))
    .map((each) => `t.${quoted(each)}`);
  if (run !== undefined)
    return {
      name,
      sql: `SELECT ${own} FROM ${quoted(name)} AS t WHERE t.${quoted(run)} = ? ORDER BY t.rowid`,
    };
  if (probe === undefined) return undefined;
  const unkept = name === "cell" ? "AND t.kept < t.replicates" : "";
  const join = `JOIN probe AS p ON p.probe_id = t.${quoted(probe)} WHERE p.run_id = ? ${unkept}`;
  return { name, sql: `SELECT p.iteration AS at, ${own} FROM ${quoted(name)} AS t ${join} ORDER BY t.rowid` };
};
