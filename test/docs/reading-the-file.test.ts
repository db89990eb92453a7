import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { openReader, openStore } from "../../src/store/open.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

const page = readFileSync("docs/reading-the-file.md", "utf8");
const path = temporaryFile();
openStore(path, "0").close();
const db = openReader(path);
afterAll(() => void db.close());

/** That its commands and snippets run is tested with those of all pages. */
it("names tags of TensorBoard that are columns of the views", () => {
  const columnsOf = (view: string) =>
    db
      .prepare(`SELECT * FROM ${view}`)
      .columns()
      .map(({ name }) => name);
  const charts = [...page.matchAll(/`charts\/(\w+)`/g)].map(([, column]) => column);
  expect(charts.length).toBeGreaterThan(3);
  expect(columnsOf("learning_curve")).toEqual(expect.arrayContaining(charts));
  const [, column] = /`estimators\/<estimator>\/<batch size>\/(\w+)`/.exec(page) ?? [];
  expect(columnsOf("estimator_summary")).toContain(column);
});
