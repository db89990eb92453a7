import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashOf, plan } from "../../src/config/plan.ts";
import { seedsText, studyRecord } from "../../src/report/study.ts";
import { readSnapshot } from "../../src/store/snapshot.ts";
import { loadStudy } from "../../src/study/load.ts";
import { database, scratch, study } from "./database.ts";

const folder = scratch();

test("the YAML of a report is the study: it plans the same runs", () => {
  const path = database(folder, "study.db", [study()], { done: 0 });
  const record = readSnapshot(path, (query) => studyRecord(query, "small"));
  const file = join(folder, "again.yaml");
  writeFileSync(file, record?.yaml ?? "");
  expect(plan(loadStudy(file, {})).map(hashOf)).toEqual(plan(study()).map(hashOf));
});

test("the question and the facts are plain words", () => {
  const path = database(folder, "facts.db", [study()], { done: 0 });
  const record = readSnapshot(path, (query) => studyRecord(query, "small"));
  expect(record?.question).toBe(
    "How true are the policy gradients that 2 agents follow on frozen-lake, and those of 1 estimator on the same trajectories?",
  );
  const facts = new Map(record?.facts);
  expect(facts.get("Environment")).toEqual(["frozen-lake (map 4x4, slippery true)"]);
  expect(facts.get("Objective")).toEqual(["γ = 0.99, horizon T = 20"]);
  expect(facts.get("Seeds")).toEqual(["0, 1 and 2"]);
  expect(facts.get("Agents")?.[0]).toBe(
    "reinforce: reinforce (return to-go, average trajectories); sgd (learningRate 0.5); 4 updates of 8 trajectories",
  );
});

test("a study in its own words asks its own question", () => {
  const query = (sql: string) =>
    sql.startsWith("SELECT * FROM study")
      ? [{ study_id: 1, name: "x", description: "Is it true?" }]
      : [{ agent: "reinforce", seed: 0, config: JSON.stringify(plan(study())[0]) }];
  expect(studyRecord(query, "x")?.question).toBe("Is it true?");
});

test("seeds are counted where they are consecutive", () => {
  expect(seedsText([0])).toBe("0");
  expect(seedsText([0, 1, 5])).toBe("0, 1 and 5");
  expect(seedsText([3, 4, 5, 6])).toBe("3 to 6 (4)");
});
