import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { studySchema } from "../../src/config/schema.ts";
import { trueslopeHere } from "../export/command-line.ts";
import { database } from "../report/database.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { study, writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

const folder = temporaryFolder();
const db = join(folder, "small.db");
const path = writeStudy(folder, study());

beforeAll(() => {
  database(folder, "small.db", [studySchema.parse(study())]);
});

test("summary prints the last probe of each agent, or the one that is asked for", async () => {
  expect((await trueslopeHere("summary", db)).stdout).toContain("agent actor-critic, iteration 4");
  const first = (await trueslopeHere("summary", db, "--iteration", "0", "--agent", "reinforce")).stdout;
  expect(first).toContain("agent reinforce, iteration 0");
  expect(first).not.toContain("actor-critic");
  expect((await trueslopeHere("summary", db, "--all")).stdout.match(/iteration \d \(/g)).toHaveLength(6);
});

test("summary says what it does not find", async () => {
  const { code, stderr } = await trueslopeHere("summary", db, "--agent", "nobody");
  expect(code).toBe(2);
  expect(stderr).toBe(`${db} holds no estimates of agent nobody\n`);
});

test("sql prints a table, CSV or JSON, and knows the vector functions", async () => {
  const query = "SELECT estimator, count(*) AS n FROM estimate GROUP BY 1 ORDER BY 1";
  expect((await trueslopeHere("sql", db, query, "--format", "csv")).stdout).toBe(
    "estimator,n\nagent,720\ntotal,720\n",
  );
  expect(JSON.parse((await trueslopeHere("sql", db, query, "--format", "json")).stdout)).toEqual([
    { estimator: "agent", n: 720 },
    { estimator: "total", n: 720 },
  ]);
  expect((await trueslopeHere("sql", db, query)).stdout).toContain("agent      720");
});

test("the view's total variance and bias are those of the stored vectors", async () => {
  const query = `
    SELECT v.total_variance AS in_view, vec_total_variance(e.gradient) AS of_vectors,
      v.bias_norm AS bias_in_view, vec_norm(vec_mean(e.gradient)) / v.truth_norm AS ratio_of_vectors, v.norm_ratio AS ratio_in_view
    FROM estimator_summary AS v JOIN run AS r USING (agent, seed) JOIN probe AS p USING (run_id, iteration)
    JOIN estimate AS e ON e.probe_id = p.probe_id AND e.estimator = v.estimator AND e.batch_size = v.batch_size
    WHERE v.batch_size = 4 GROUP BY v.agent, v.seed, v.iteration, v.estimator`;
  const rows = JSON.parse((await trueslopeHere("sql", db, query, "--format", "json")).stdout);
  expect(rows).toHaveLength(6 * 3 * 2);
  for (const row of rows) {
    expect(row.in_view).toBeCloseTo(row.of_vectors, 10);
    if (row.ratio_in_view !== null) expect(row.ratio_in_view).toBeCloseTo(row.ratio_of_vectors, 8);
  }
});

test("validate accepts a good study", async () => {
  expect(await trueslopeHere("validate", path)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^\S+ is valid: 6 runs of 2 agents\.\nIt takes about .* on disk, .*\sand\sat\smost\s\d+\senvironment\ssteps\.\n$/s,
    ),
  });
});

test.for([
  ["environments", "frozen-lake"],
  ["policies", "bernoulli"],
  ["estimators", "actor-critic"],
  ["baselines", "leave-one-out"],
  ["critics", "monte-carlo"],
  ["transforms", "clip-norm"],
  ["optimizers", "adam"],
  ["schedules", "cosine"],
  ["presets", "dr-grpo"],
])("list %s names %s with one line", async ([what, kind]) => {
  const { code, stdout } = await trueslopeHere("list", what);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^${kind} +\\S.*$`, "m"));
});

test("schema prints a JSON Schema of the study", async () => {
  expect(JSON.parse((await trueslopeHere("schema")).stdout)).toHaveProperty("properties.environment");
});

test("help and version go to stdout", () => {
  expect(trueslope("--help").stdout).toContain("trueslope run <study>");
  expect(trueslope("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
