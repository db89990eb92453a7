import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFile } from "../../suite/temporary-folder.ts";
import { closed, database, merge, query } from "../databases.ts";

describe("a database that is being written", () => {
  it("is read as it is, and what runs there is interrupted here", () => {
    const live = database([{ run: { seed: 0 }, end: "running" }]);
    const output = temporaryFile("all.db");
    merge([live.path, closed({ run: { seed: 1 } })], output);
    expect(query(output, "SELECT seed, status, ended_at = heartbeat FROM run")).toEqual([
      [0, "interrupted", 1],
      [1, "done", expect.anything()],
    ]);
    expect(query(live.path, "SELECT status FROM run")).toEqual([["running"]]);
    live.close();
  });

  it("is not replaced", () => {
    const live = database([{}]);
    expect(() => merge([closed({}), closed({})], live.path, true)).toThrow(
      `${live.path} is being written by another trueslope`,
    );
    expect(query(live.path, "SELECT count(*) FROM run")).toEqual([[1]]);
    live.close();
  });
});

describe("the output", () => {
  it("must not be there, unless it is to be replaced", () => {
    const output = temporaryFile("all.db");
    writeFileSync(output, "mine");
    const inputs = [closed({ run: { seed: 0 } }), closed({ run: { seed: 1 } })];
    expect(() => merge(inputs, output)).toThrow(
      `${output} exists; choose another file with -o, or replace it with --force.`,
    );
    expect(readFileSync(output, "utf8")).toBe("mine");
    merge(inputs, output, true);
    expect(query(output, "SELECT seed FROM run").flat()).toEqual([0, 1]);
    expect(readdirSync(dirname(output))).toEqual(["all.db"]);
  });

  it("is not damaged by a log that the file before it left", () => {
    const output = temporaryFile("all.db");
    const before = database([{ run: { seed: 7 } }, { run: { seed: 8 } }]);
    for (const suffix of ["", "-wal"]) copyFileSync(before.path + suffix, output + suffix);
    before.close();
    const inputs = [closed({ run: { seed: 0 } }), closed({ run: { seed: 1 } })];
    merge(inputs, output, true);
    expect(query(output, "SELECT seed FROM run").flat()).toEqual([0, 1]);
    expect(query(output, "PRAGMA integrity_check")).toEqual([["ok"]]);
  });

  it("is none of the inputs, and no folder", () => {
    const inputs = [closed({ run: { seed: 0 } }), closed({ run: { seed: 1 } })];
    const before = readFileSync(inputs[1]);
    expect(() => merge(inputs, inputs[1], true)).toThrow(`${inputs[1]} is one of the databases to merge`);
    expect(readFileSync(inputs[1]).equals(before)).toBe(true);
    const folder = join(dirname(temporaryFile()), "folder.db");
    mkdirSync(folder);
    expect(() => merge(inputs, folder, true)).toThrow("folder.db is a folder, not a database.");
    expect(() => merge(inputs, join(inputs[0], "all.db"))).toThrow("all.db cannot be written: ");
  });
});
