import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { metrics } from "../../src/report/comparison/metrics.ts";
import { interquartileMean, median } from "../../src/statistics/location.ts";
import { openReader } from "../../src/store/open.ts";
import { study, writeStudy } from "../cli/study.ts";
import { trueslope } from "../cli/trueslope.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { sumAgain } from "./sum-again.ts";

type Row = Record<string, number> & Record<"metric" | "name" | "baseline" | "kind" | "better", string>;

const db = join(temporaryFolder(), "views.db");

const sql = (query: string): Row[] => {
  const reader = openReader(db);
  try {
    return reader.prepare<[], Row>(query).all();
  } finally {
    reader.close();
  }
};

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

let scores: Row[];
const valuesOf = (row: Row, name: string) => {
  const cell = ["kind", "agent", "iteration", "batch_size", "metric"];
  return scores.filter((each) => each.name === name && cell.every((column) => each[column] === row[column]));
};
beforeAll(() => {
  const path = writeStudy(temporaryFolder(), study({ seeds: "0..5" }));
  expect(trueslope("run", path, "--quiet", "--db", db).code).toBe(0);
  scores = sql("SELECT * FROM seed_score");
});

test("seed_score holds every metric of the table, with its kind and direction", () => {
  const found = Object.fromEntries(scores.map(({ metric, kind, better }) => [metric, { kind, better }]));
  const expected = Object.entries(metrics)
    .filter(([name]) => name !== "corrected_cosine") // which an exact truth does not need
    .map(([name, { kind, better }]) => [name, { kind, better }]);
  expect(found).toEqual(Object.fromEntries(expected));
  const replicated = sql("SELECT DISTINCT metric FROM replicate_score").map(({ metric }) => metric);
  expect(new Set(replicated)).toEqual(
    new Set(Object.keys(metrics).filter((name) => metrics[name].replicated)),
  );
});

test("agent_final has the last J(θ): that of the last probe", () => {
  const last = sql(
    "SELECT r.agent, r.seed, t.value FROM truth AS t JOIN probe USING (probe_id) JOIN run AS r USING (run_id) WHERE iteration = 4 ORDER BY 1, 2",
  );
  expect(last).toHaveLength(12);
  expect(sql("SELECT agent, seed, exact_return AS value FROM agent_final ORDER BY 1, 2")).toEqual(last);
  const returns = sql(
    "SELECT agent, seed, mean_return FROM learning_curve WHERE iteration = 4 ORDER BY 1, 2",
  );
  expect(sql("SELECT agent, seed, mean_return FROM agent_final ORDER BY 1, 2")).toEqual(returns);
});

test("score_over_seeds has mean, median, interquartile mean and deviation", () => {
  const rows = sql("SELECT * FROM score_over_seeds");
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) {
    const values = Float64Array.from(valuesOf(row, row.name), ({ value }) => value);
    expect(row.seeds).toBe(values.length);
    const size = 1e-12 * Math.max(...values.map(Math.abs));
    const close = (figure: number, expected: number) =>
      expect(Math.abs(figure - expected)).toBeLessThanOrEqual(size);
    close(row.mean, mean([...values]));
    close(row.median, median(values));
    close(row.iqm, interquartileMean(values));
  }
  expect(new Set(rows.map(({ seeds }) => seeds)).has(6)).toBe(true);
});

test("paired_difference pairs by seed, and compares all with all for the probability of improvement", () => {
  const rows = sql("SELECT * FROM paired_difference");
  expect(rows.length).toBeGreaterThan(60);
  for (const row of rows) {
    const [own, others] = [valuesOf(row, row.name), valuesOf(row, row.baseline)];
    const differences = own.flatMap(({ seed, value }) =>
      others.filter((other) => other.seed === seed).map((other) => value - other.value),
    );
    expect(row.pairs).toBe(differences.length);
    const center = mean(differences);
    const square = differences.reduce((sum, d) => sum + (d - center) ** 2, 0) / (differences.length - 1);
    const error = Math.sqrt(square / differences.length);
    const size = 1e-12 * Math.max(...own.concat(others).map(({ value }) => Math.abs(value)));
    expect(Math.abs(row.mean_difference - center)).toBeLessThanOrEqual(size);
    if (differences.length < 2) expect(row.mean_difference_se).toBeNull();
    else expect(Math.abs(row.mean_difference_se - error)).toBeLessThanOrEqual(size);
    const sign = row.better === "higher" ? 1 : -1;
    const both = [...own, ...others];
    const rounding = Math.max(
      ...both.map((each) => each.rounding),
      1e-12 * Math.max(...both.map(({ value }) => Math.abs(value))),
    );
    const compared = (difference: number) => (Math.abs(difference) <= rounding ? 0 : Math.sign(difference));
    const won = own.flatMap((x) => others.map((y) => 0.5 + 0.5 * sign * compared(x.value - y.value)));
    expect(row.probability_of_improvement).toBeCloseTo(mean(won), 12);
  }
  expect(new Set(rows.map((row) => row.probability_of_improvement)).size).toBeGreaterThan(5);
});

test("paired_difference ties zeros that rounding made different ones", () => {
  const [{ truth, noise }] = sql(
    "SELECT min(norm) AS truth, max(rounding) AS noise FROM truth JOIN probe USING (probe_id) WHERE iteration = 4",
  );
  const biases = scores.filter(
    ({ metric, agent, iteration, value }) =>
      metric === "exact_bias_norm" && `${agent}` === "reinforce" && iteration === 4 && value < 1e-14 * truth,
  );
  expect(new Set(biases.map(({ value }) => value)).size).toBeGreaterThan(2); // they do differ
  for (const each of biases) expect(each.rounding).toBeGreaterThanOrEqual(1e-12 * truth);
  expect(noise).toBeLessThan(1e-12 * truth);
  const unbiased = new Set(biases.map(({ name }) => name));
  const pairs = sql(
    "SELECT * FROM paired_difference WHERE metric = 'exact_bias_norm' AND agent = 'reinforce' AND iteration = 4",
  ).filter(({ name, baseline }) => unbiased.has(name) && unbiased.has(baseline));
  expect(pairs.length).toBeGreaterThan(1);
  for (const pair of pairs) expect(pair.probability_of_improvement).toBe(0.5);
});

test("paired_difference ties what differs by rounding only", () => {
  const path = join(temporaryFolder(), "ties.db");
  copyFileSync(db, path);
  const writer = new Database(path);
  const nudge = (by: number) => {
    writer.exec(
      `UPDATE estimate SET squared_error = (SELECT squared_error FROM estimate AS o WHERE o.probe_id = estimate.probe_id
        AND o.batch_size = estimate.batch_size AND o.replicate = estimate.replicate AND o.estimator = 'agent') * (1 + ${by})
      WHERE estimator = 'total'`,
    );
    sumAgain(writer);
    const rows = writer
      .prepare(
        "SELECT DISTINCT probability_of_improvement FROM paired_difference WHERE metric = 'mse' AND name = 'total'",
      )
      .pluck()
      .all() as number[];
    return rows;
  };
  expect(nudge(1e-15)).toEqual([0.5]);
  for (const share of nudge(1e-6)) expect(share).toBeLessThan(0.5); // lower is better
  writer.close();
});

test("replicate_score has the seed's score as its mean", () => {
  const rows = sql(
    "SELECT agent, iteration, batch_size, metric, name, seed, 'estimator' AS kind, avg(value) AS value FROM replicate_score GROUP BY 1, 2, 3, 4, 5, 6",
  );
  expect(rows).toHaveLength(6 * 2 * 3 * 2 * 2 * 3 - missing());
  for (const row of rows) {
    const [{ value }] = valuesOf(row, row.name).filter(({ seed }) => seed === row.seed);
    expect(Math.abs(row.value - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value) + 1e-18);
  }
});
/** Cells whose truth is zero have no cosine. */
const missing = () => sql("SELECT count(*) AS n FROM estimator_summary WHERE mean_cosine IS NULL")[0].n;
