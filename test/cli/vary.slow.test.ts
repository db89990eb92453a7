import { join } from "node:path";
import { expect, it } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

it("runs one study for every combination, into one database, and nothing twice", () => {
  const folder = temporaryFolder();
  const db = join(folder, "vary.db");
  const path = writeStudy(
    folder,
    study({ vary: { "objective.discount": [0.9, 1], "agents.reinforce.batchSize": [2, 4] } }),
  );
  expect(trueslope("validate", path).stdout).toContain("4 studies");
  expect(trueslope("run", path, "--dry-run").stdout).toContain("4 studies: ");
  const first = trueslope("run", path, "--db", db);
  expect(first.code).toBe(0);
  const names = [0.9, 1].flatMap((discount) =>
    [2, 4].map((size) => `small discount ${discount} batchSize ${size}`),
  );
  const reader = openReader(db);
  expect(reader.prepare("SELECT name FROM study ORDER BY study_id").pluck().all()).toEqual(names);
  expect(reader.prepare("SELECT DISTINCT status FROM run").pluck().all()).toEqual(["done"]);
  const rows = reader.prepare("SELECT count(*) FROM estimate").pluck().get();
  reader.close();
  for (const name of names) expect(first.stdout).toContain(`\n${name.replace("small ", "")} `);

  const second = trueslope("run", path, "--db", db);
  expect(second.code).toBe(0);
  expect(second.stderr.match(/ has all \d+ runs already\.$/gm)).toHaveLength(names.length);
  const again = openReader(db);
  expect(again.prepare("SELECT count(*) FROM estimate").pluck().get()).toBe(rows);
  again.close();
});
