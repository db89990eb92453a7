import { copyFileSync } from "node:fs";
import Database from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { download, view } from "../../src/ui/drawing.ts";
import { database, scratch, study } from "../report/database.ts";

const folder = scratch();
let db: string;
beforeAll(() => {
  db = database(folder, "small.db", [study({ seeds: [0] })]);
});

test("a page about a damaged database is told what is damaged, as every command is", async () => {
  const path = `${folder}/damaged.db`;
  copyFileSync(db, path);
  const file = new Database(path);
  file.exec("UPDATE run SET config = 'no JSON'");
  file.close();
  const told = {
    code: "STORE_DAMAGED",
    message: expect.stringMatching(/damaged\.db is damaged \(.*\); see trueslope check /),
  };
  expect(await view({ path, words: "" })).toEqual({ error: told });
  expect(await view({ path: db, words: "" })).toMatchObject({ value: { view: { study: "small" } } });
  expect(await view({ path: db, words: "iteration=x" })).toMatchObject({ error: { code: "USAGE" } });
  expect(await download({ path: db, words: "", name: "none", format: "svg" })).toEqual({ value: null });
});
