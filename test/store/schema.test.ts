import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { APPLICATION_ID, createSchema, SCHEMA_VERSION } from "../../src/store/schema.ts";

const db = new Database(":memory:");
createSchema(db, "0.1.0");
const source = ["schema", "views"]
  .map((name) => readFileSync(new URL(`../../src/store/${name}.sql`, import.meta.url), "utf8"))
  .join("\n")
  .split("\n");
const objects = db
  .prepare<[], { name: string; type: string; sql: string }>(
    "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view')",
  )
  .all();

describe("schema", () => {
  it("has the tables and views of the design", () => {
    const names = (kind: string) => objects.filter(({ type }) => type === kind).map(({ name }) => name);
    expect(names("table")).toEqual([
      "meta",
      "study",
      "run",
      "final_state",
      "checkpoint",
      "estimator",
      "iteration",
      "evaluation",
      "probe",
      "truth",
      "reference",
      "reference_draft",
      "corrected_alignment",
      "exact_moments",
      "alignment_forecast",
      "predicted_alignment",
      "measured_bias",
      "estimand",
      "diagnostic",
      "stream_estimate",
      "stream_agreement",
      "landscape",
      "cell",
      "estimate",
    ]);
    expect(names("view")).toEqual(
      expect.arrayContaining(["estimator_summary", "learning_curve", "batch_for_alignment"]),
    );
  });

  it("makes every table STRICT", () => {
    for (const { name, type, sql } of objects) if (type === "table") expect(sql, name).toMatch(/\) STRICT$/);
  });

  it.each(objects)("says what $name and each of its columns is", ({ name, type, sql }) => {
    expect(
      source.filter((line) => new RegExp(`^CREATE ${type} ${name} .*-- .+`, "i").test(line)),
    ).toHaveLength(1);
    const columns = db.pragma(`table_info(${name})`) as { name: string }[];
    // The columns of a view stand in its last SELECT.
    const lines = sql.slice(sql.lastIndexOf("\nSELECT") + 1).split("\n");
    for (const column of columns) {
      const definition =
        type === "table"
          ? new RegExp(`^  ${column.name} +[A-Z]`)
          : new RegExp(`(^  (\\w\\.)?| AS )${column.name}\\b[ ,]*--`);
      const at = lines.findIndex((line) => definition.test(line));
      expect(at, `${name}.${column.name}`).toBeGreaterThanOrEqual(0);
      expect(lines[at], `${name}.${column.name}`).toMatch(/-- \S/);
    }
  });

  it("marks the file with its application and version", () => {
    expect(db.pragma("application_id", { simple: true })).toBe(APPLICATION_ID);
    const meta = Object.fromEntries(
      db.prepare<[], [string, string]>("SELECT key, value FROM meta").raw().all(),
    );
    expect(meta).toEqual({
      schema_version: String(SCHEMA_VERSION),
      package_version: "0.1.0",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });
});
