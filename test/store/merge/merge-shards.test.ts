import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { mergeDatabases } from "../../../src/store/merge/merge.ts";
import { openStore } from "../../../src/store/open.ts";
import { shardFile } from "../../../src/store/shards.ts";
import { temporaryFolder } from "../../suite/temporary-folder.ts";
import { planned } from "../cells.ts";
import { closed, type database, query } from "../databases.ts";

type Runs = Parameters<typeof database>[0];

/** A folder of shards; undefined leaves one out. */
const shardsOf = (...shards: readonly (Runs | undefined)[]) => {
  const db = join(temporaryFolder(), "study.db");
  const files = shards.map((_, index) => shardFile(db, { index, count: shards.length }));
  mkdirSync(dirname(files[0]));
  for (const [i, runs] of shards.entries()) if (runs) copyFileSync(closed(...runs), files[i]);
  return { db, files, folder: dirname(files[0]) };
};

const seed = (value: number, more: Runs[number] = {}): Runs[number] => ({ run: { seed: value }, ...more });

const merge = (inputs: string[], output: string, options: { partial?: boolean; force?: boolean } = {}) =>
  mergeDatabases(inputs, output, { packageVersion: "9.9.9", ...options });

const seeds = (path: string) => query(path, "SELECT seed FROM run ORDER BY run_id").flat();

describe("a folder of shards", () => {
  it("is merged in the order of the plan", () => {
    const { db, files, folder } = shardsOf([seed(0), seed(3)], [seed(1), seed(4)], [seed(2)]);
    writeFileSync(join(folder, "array.log"), "what an engine left there");
    expect(merge([folder], db).inputs).toEqual(
      files.map((path, i) => ({ path, runs: [2, 2, 1][i], kept: [2, 2, 1][i] })),
    );
    expect(seeds(db)).toEqual([0, 1, 2, 3, 4]);
  });

  it("is added to what the database of the study has, which nothing else is lost of", () => {
    const { db, folder } = shardsOf([seed(0), seed(7, { end: "failed" })], [seed(1)]);
    copyFileSync(closed(seed(7), seed(8)), db);
    merge([folder], db);
    expect(query(db, "SELECT seed, status FROM run ORDER BY run_id")).toEqual(
      [7, 8, 0, 1].map((value) => [value, "done"]),
    );
    merge([folder], db, { force: true, partial: true });
    expect(seeds(db)).toEqual([0, 1, 7]);
  });

  it("without databases is refused", () => {
    const folder = temporaryFolder();
    expect(() => merge([folder], join(folder, "all.db"))).toThrow(`${folder} has no database (*.db) in it.`);
  });
});

describe("shards that are not all done", () => {
  it("are listed, and nothing is written, unless that is asked for", () => {
    const { db, files, folder } = shardsOf([seed(0, { end: "failed" })], undefined, [
      seed(2),
      seed(5, { end: "queued" }),
    ]);
    const left = [
      `${files[1]} is not there`,
      `agent a, seed 0 of x is failed in ${files[0]}`,
      `agent a, seed 5 of x is queued in ${files[2]}`,
    ];
    expect(() => merge([folder], db)).toThrow(
      expect.objectContaining({
        code: "STORE_UNFINISHED",
        message: `${left.join(";\n")}.\nNothing was written: finish them, or merge what there is with --partial.`,
      }),
    );
    expect(readdirSync(dirname(db))).toEqual(["study.shards"]);
    expect(merge([folder], db, { partial: true }).warnings).toEqual(left);
    expect(query(db, "SELECT seed, status FROM run")).toEqual([
      [0, "failed"],
      [2, "done"],
      [5, "queued"],
    ]);
  });

  it("are told to a number, however many they are", () => {
    const many = Array.from({ length: 30 }, (_, i) => seed(i, { end: "queued" }));
    const { db, folder } = shardsOf(many);
    expect(() => merge([folder], db)).toThrow("and 10 more.");
  });

  it("are no matter where the database of the study has their runs done", () => {
    const { db, folder } = shardsOf([seed(0, { end: "failed" })]);
    copyFileSync(closed(seed(0)), db);
    merge([folder], db);
    expect(query(db, "SELECT status FROM run")).toEqual([["done"]]);
  });

  it("may be written at the moment: these are left out", () => {
    const { db, files, folder } = shardsOf([seed(0)], undefined);
    const store = openStore(files[1], "0", true);
    store.register("x", [planned({ seed: 1 })]);
    expect(() => merge([folder], db)).toThrow(`${files[1]} is being written.`);
    expect(merge([folder], db, { partial: true }).warnings).toEqual([`${files[1]} is being written`]);
    expect(seeds(db)).toEqual([0]);
    store.close();
  });
});

describe("a shard whose writer was killed", () => {
  it("is read with its log, and stays as it is", () => {
    const { db, files, folder } = shardsOf([seed(0)], undefined);
    const other = join(temporaryFolder(), "live.db");
    const store = openStore(other, "0", true);
    store.register("x", [planned({ seed: 1 })]);
    for (const suffix of ["", "-wal"]) copyFileSync(other + suffix, files[1] + suffix);
    store.close();
    const digests = () =>
      ["", "-wal"].map((suffix) =>
        createHash("sha256")
          .update(readFileSync(files[1] + suffix))
          .digest("hex"),
      );
    const before = digests();
    merge([folder], db, { partial: true });
    expect(seeds(db)).toEqual([0, 1]);
    expect(digests()).toEqual(before);
  });

  it("before it had any content counts as not there", () => {
    const { db, files, folder } = shardsOf([seed(0)], undefined);
    writeFileSync(files[1], "");
    expect(() => merge([folder], db)).toThrow(`${files[1]} is not there`);
  });
});
