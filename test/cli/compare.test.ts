import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { UsageError } from "../../src/cli/exit.ts";
import { type CompareArguments, printComparison } from "../../src/cli/print-comparison.ts";
import { studentQuantile } from "../../src/statistics/student.ts";
import { openReader } from "../../src/store/open.ts";
import { study, temporaryFolder, trueslope, writeStudy } from "./trueslope.ts";

type Row = Record<string, number> &
  Record<"metric" | "name" | "agent" | "baseline" | "kind" | "over" | "better", string>;

const folder = temporaryFolder();
const db = join(folder, "compare.db");
const single = join(folder, "single.db");

/** All rows of a query. */
const sql = (query: string, path = db): Row[] => {
  const reader = openReader(path);
  try {
    return reader.prepare<[], Row>(query).all();
  } finally {
    reader.close();
  }
};

const compare = (path: string, ...args: string[]): Row[] =>
  JSON.parse(trueslope("compare", path, "--json", ...args).stdout);

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** x̄ ± t s/√n of some values. */
const student = (values: readonly number[]) => {
  const [n, center] = [values.length, mean(values)];
  const square = values.reduce((sum, x) => sum + (x - center) ** 2, 0) / (n - 1);
  const margin = studentQuantile(0.975, n - 1) * Math.sqrt(square / n);
  return { low: center - margin, high: center + margin };
};

beforeAll(() => {
  const six = writeStudy(folder, study({ seeds: "0..5" }), "six.yaml");
  expect(trueslope("run", six, "--quiet", "--db", db).code).toBe(0);
  const one = writeStudy(folder, study({ seeds: [3] }), "one.yaml");
  expect(trueslope("run", one, "--quiet", "--db", single).code).toBe(0);
});

describe("compare", () => {
  test("compares agents by what they learned, with Student's intervals for the mean and the paired difference", () => {
    const rows = compare(db, "--baseline", "reinforce");
    expect(rows.map(({ name, metric, kind, over }) => [name, metric, kind, over])).toEqual([
      ["reinforce", "exact_return", "agent", "seeds"],
      ["actor-critic", "exact_return", "agent", "seeds"],
    ]);
    const [one, other] = ["reinforce", "actor-critic"].map((agent) =>
      sql(`SELECT exact_return FROM agent_final WHERE agent = '${agent}' ORDER BY seed`).map(
        (row) => row.exact_return,
      ),
    );
    const expected = student(one);
    expect(rows[0].mean).toBeCloseTo(mean(one), 13);
    expect(rows[0].mean_low).toBeCloseTo(expected.low, 13);
    expect(rows[0].mean_high).toBeCloseTo(expected.high, 13);
    expect(rows[0]).toMatchObject({ seeds: 6, mean_difference: null, probability_of_improvement_low: null });
    const difference = student(other.map((x, i) => x - one[i]));
    expect(rows[1].mean_difference).toBeCloseTo(mean(other) - mean(one), 13);
    expect(rows[1].mean_difference_low).toBeCloseTo(difference.low, 12);
    expect(rows[1].mean_difference_high).toBeCloseTo(difference.high, 12);
    for (const figure of ["median", "iqm", "probability_of_improvement"]) {
      expect(rows[1][`${figure}_low`], figure).toBeLessThanOrEqual(rows[1][figure]);
      expect(rows[1][`${figure}_high`], figure).toBeGreaterThan(rows[1][`${figure}_low`]);
      expect(rows[1][`${figure}_high`], figure).toBeGreaterThanOrEqual(rows[1][figure]);
    }
  });

  test("prints figures of the views, the same ones every time", () => {
    const args = ["--baseline", "total", "--iteration", "0", "--agent", "reinforce"];
    const rows = compare(db, ...args);
    expect(compare(db, ...args)).toEqual(rows);
    expect(rows.map(({ batch_size, metric, name }) => `${metric} ${batch_size} ${name}`)).toEqual(
      ["mean_cosine", "total_variance", "squared_bias"].flatMap((metric) =>
        [1, 4].flatMap((batch) => ["agent", "total"].map((name) => `${metric} ${batch} ${name}`)),
      ),
    );
    const views = sql(
      "SELECT s.*, p.mean_difference, p.probability_of_improvement FROM score_over_seeds AS s LEFT JOIN paired_difference AS p ON " +
        "p.agent = s.agent AND p.iteration = s.iteration AND p.batch_size = s.batch_size AND p.metric = s.metric AND p.name = s.name " +
        "AND p.baseline = 'total' WHERE s.agent = 'reinforce' AND s.iteration = 0",
    );
    for (const row of rows) {
      const [view] = views.filter(
        ({ metric, name, batch_size }) =>
          metric === row.metric && name === row.name && batch_size === row.batch_size,
      );
      for (const figure of ["mean", "median", "iqm", "mean_difference", "probability_of_improvement"])
        expect(row[figure], figure).toBe(view[figure]);
    }
  });

  test("prints a table for each probe and metric, and what the columns mean", () => {
    const { stdout, code } = trueslope("compare", db, "--baseline", "total", "--metric", "mean_cosine");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^small, agent reinforce, iteration 4: mean_cosine \(higher is better\), 6 seeds$/m,
    );
    expect(stdout).toMatch(/^small, agent actor-critic, iteration 4: /m);
    expect(stdout).toMatch(
      /^batch +estimator +mean \[95 %\] +median \[95 %\] +IQM \[95 %\] +minus total \[95 %\] +P\(better than total\)$/m,
    );
    expect(stdout).toMatch(/^ +4 +agent +-?\d\S* \[\S+, \S+\]/m);
    expect(stdout).toContain("Differences are paired");
    expect(stdout).toContain(
      `npx trueslope sql ${db} "SELECT * FROM paired_difference WHERE baseline = 'total'`,
    );
  });

  test("takes the replicates of one seed as units, of which all estimators saw the same trajectories", () => {
    const rows = compare(
      single,
      "--baseline",
      "agent",
      "--agent",
      "actor-critic",
      "--batch-size",
      "4",
      "--iteration",
      "0",
    );
    const [, total] = rows.filter(({ metric }) => metric === "total_variance");
    expect(total).toMatchObject({ over: "replicates", name: "total", seeds: 1, median_low: null });
    const [own, others] = ["total", "agent"].map((name) =>
      sql(
        `SELECT value FROM replicate_score WHERE agent = 'actor-critic' AND batch_size = 4 AND iteration = 0 AND metric = 'total_variance' AND name = '${name}' ORDER BY replicate`,
        single,
      ).map(({ value }) => value),
    );
    expect(own).toHaveLength(20);
    const { low, high } = student(own.map((x, i) => x - others[i]));
    expect(total.mean_difference_low).toBeCloseTo(low, 12);
    expect(total.mean_difference_high).toBeCloseTo(high, 12);
    expect(trueslope("compare", single, "--baseline", "agent").stdout).toContain("replicates of one seed");
  });

  test("of replicates within several seeds takes the seeds as strata", () => {
    const [agent] = compare(
      db,
      "--baseline",
      "agent",
      "--metric",
      "mse",
      "--over",
      "replicates",
      "--agent",
      "reinforce",
      "--batch-size",
      "4",
      "--iteration",
      "0",
    );
    const rows = sql(
      "SELECT seed, value FROM replicate_score WHERE agent = 'reinforce' AND batch_size = 4 AND iteration = 0 AND metric = 'mse' AND name = 'agent'",
    );
    const parts = [0, 1, 2, 3, 4, 5].map((seed) =>
      rows.filter((row) => row.seed === seed).map(({ value }) => value),
    );
    const errors = parts.map((part) => part.reduce((sum, x) => sum + (x - mean(part)) ** 2, 0) / 19 / 20);
    const square = errors.reduce((sum, x) => sum + x, 0);
    const freedom = square ** 2 / errors.reduce((sum, x) => sum + x ** 2 / 19, 0);
    expect(
      (agent.mean_high - agent.mean) / ((studentQuantile(0.975, freedom) * Math.sqrt(square)) / 6),
    ).toBeCloseTo(1, 10);
  });

  test("leaves intervals out that three seeds cannot give", () => {
    const path = join(folder, "three.db");
    const three = writeStudy(folder, study({ probe: undefined }), "three.yaml");
    expect(trueslope("run", three, "--quiet", "--db", path).code).toBe(0);
    const [row] = compare(path, "--baseline", "reinforce", "--metric", "exact_return");
    expect(row).toMatchObject({ seeds: 3, median_low: null, iqm_high: null });
    expect(row.mean_high).toBeGreaterThan(row.mean);
    expect(trueslope("compare", path, "--baseline", "reinforce").stdout).toContain("take at least 5 seeds");
  });

  test.for<[Partial<CompareArguments>, string]>([
    [{ baseline: "x" }, "has no agent or estimator x; it has reinforce, actor-critic, agent, total"],
    [{ metric: "mean-cosin" }, "no metric mean-cosin; did you mean mean_cosine?"],
    [
      { metric: "bias" },
      "no metric bias; there are exact_return, mean_return, mean_cosine, corrected_cosine",
    ],
    [
      { metric: "mean_return" },
      "mean_return compares agents, and total is an estimator: mean_cosine, corrected_cos",
    ],
    [{ metric: "squared_bias", over: "replicates" }, "squared_bias is no mean over replicates; --over"],
    [
      { baseline: "reinforce", over: "replicates" },
      "--over replicates compares estimators, and reinforce is an",
    ],
    [{ agent: "reinforces" }, "has no agent reinforces; did you mean reinforce?"],
    [{ experiment: "smal" }, "has no experiment smal; did you mean small?"],
    [{ metric: "mse", batchSize: 3 }, "holds no mse of total, batch size 3"],
  ])("refuses %o", ([given, message]) => {
    const refused = () => printComparison({ db, baseline: "total", ...given });
    expect(refused).toThrow(UsageError);
    expect(refused).toThrow(message);
  });

  test("ends with exit code 2 and one line where a name is misspelled", () => {
    expect(trueslope("compare", db, "--baseline", "reinforc")).toEqual({
      code: 2,
      stdout: "",
      stderr: `${db} has no agent or estimator reinforc; did you mean reinforce?\n`,
    });
  });

  test("wants a baseline", () => {
    expect(trueslope("compare", db)).toMatchObject({ code: 2, stdout: "" });
  });
});
