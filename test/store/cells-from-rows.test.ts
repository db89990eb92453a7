import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { PARTS, type Reference } from "../../src/reference/average.ts";
import { openReader, openStore } from "../../src/store/open.ts";
import { fromBlob } from "../../src/store/vectors.ts";
import { normals } from "../numbers.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import * as cells from "./cells.ts";

/** The table `cell`, slowly: by SQL from the rows of `estimate`. */
const FROM_ROWS = `
WITH d AS (
  SELECT *, (norm > 0) - direction_deviation AS agreement FROM estimate
), m AS (
  SELECT *, avg(squared_deviation) OVER c AS q, avg(agreement) OVER c AS a FROM d
  WINDOW c AS (PARTITION BY probe_id, estimator, batch_size)
)
SELECT
  probe_id, estimator, batch_size, count(*) AS replicates, count(*) AS kept, sum(env_steps) AS env_steps,
  sum(finite) AS finite, ifnull(sum(norm > 0), 0) AS nonzero, count(cosine) AS cosines, sum(norm) AS norm,
  sum(norm * norm) AS squared_norm, sum(dot_truth) AS dot_truth, sum(squared_error) AS squared_error,
  sum(squared_deviation) AS squared_deviation, sum(pow(squared_deviation - q, 2)) AS squared_deviation_scatter,
  sum(direction_deviation) AS direction_deviation, sum(pow(agreement - a, 2)) AS agreement_scatter,
  sum(cosine) AS cosine, sum(1 - cosine) AS cosine_gap, sum((1 - cosine) * (1 - cosine)) AS squared_cosine_gap,
  CASE WHEN count(cosine) > 0 THEN (SELECT json_group_array(n) FROM (
    WITH RECURSIVE bin (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM bin WHERE i < 39)
    SELECT count(e.rowid) AS n FROM bin LEFT JOIN estimate AS e ON e.probe_id = m.probe_id
      AND e.estimator = m.estimator AND e.batch_size = m.batch_size
      AND min(39, CAST((e.cosine + 1) * 20 AS INTEGER)) = i
    GROUP BY i ORDER BY i
  )) END AS cosine_bins,
  vec_mean(CASE WHEN finite THEN gradient END) AS mean
FROM m GROUP BY probe_id, estimator, batch_size ORDER BY probe_id, estimator, batch_size`;

type Row = Record<string, number | string | Buffer | null>;

const truth = [1, 0.5, -2];
const gradients = cells.vectors(300, 3);
const zero = [0, 0, 0];
const bad = [Number.NaN, 1, Number.POSITIVE_INFINITY];
const opposite = gradients.slice(0, 9).map((g) => g.map((x) => -x));

/** A file with cells of every kind: zeros, estimates that are not finite, of one estimate, of none that is finite. */
const databaseOf = (known: number[] | null): string => {
  const path = temporaryFile();
  const store = openStore(path, "0.1.0");
  const kinds = {
    many: gradients,
    some: [zero, bad, ...gradients.slice(0, 20), ...opposite],
    aligned: gradients.slice(0, 30).map((_, i) => truth.map((x) => x * (1 + i))),
    zeros: [zero, zero],
    single: [gradients[0]],
    none: [bad, bad],
  };
  const [describe] = cells.planned().estimators;
  const estimators = Object.keys(kinds).map((name) => ({ ...describe, name }));
  const [{ runId }] = store.register("x", [cells.planned({ estimators })]);
  store.record(runId, cells.probe(known, 3));
  for (const [name, each] of Object.entries(kinds)) store.record(runId, cells.estimates(each, known, name));
  if (known === null)
    store.recordReference(runId, 0, { discount: 1, horizon: 9, stateWeight: "none" }, reference());
  store.close();
  return path;
};

const reference = (): Reference => {
  const parts = normals(3 * PARTS, "parts").map((x, k) => truth[k % 3] + x / 10);
  const gradient = Float64Array.from(truth, (_, j) =>
    parts.reduce((sum, x, k) => sum + (k % 3 === j ? x / PARTS : 0), 0),
  );
  const rest = {
    trajectories: 64,
    envSteps: 640,
    value: 1,
    valueError: 0.1,
    standardError: 0.03,
    splitHalfCosine: 1,
  };
  return { hash: "r", gradient, parts, ...rest };
};

/** Where two rows differ by more than rounding; vectors coordinate by coordinate. */
const differences = (a: Row, b: Row): string[] => {
  const close = (x: number, y: number) => Math.abs(x - y) <= 1e-12 * Math.max(Math.abs(x), Math.abs(y));
  return Object.keys(a).filter((column) => {
    const [x, y] = [a[column], b[column]];
    if (typeof x === "number" && typeof y === "number") return !close(x, y);
    if (!Buffer.isBuffer(x) || !Buffer.isBuffer(y)) return x !== y;
    const [u, v] = [fromBlob(x), fromBlob(y)];
    return u.length !== v.length || u.some((each, j) => Math.abs(each - v[j]) > 1e-12 * Math.abs(each));
  });
};

/** What differs between what is stored, and what the rows say: of `cell`, and of the view that reads it. */
const compared = (path: string): { rows: number; found: string[] } => {
  const db = openReader(path);
  try {
    db.exec(`CREATE TEMP TABLE cell AS ${FROM_ROWS}`);
    const view = db
      .prepare("SELECT sql FROM main.sqlite_schema WHERE name = 'estimator_summary'")
      .pluck()
      .get();
    db.exec(String(view).replace("CREATE VIEW", "CREATE TEMP VIEW"));
    let rows = 0;
    const found = ["cell", "estimator_summary"].flatMap((name) => {
      const order = name === "cell" ? "ORDER BY probe_id, estimator, batch_size" : "";
      const [stored, computed] = ["main", "temp"].map((schema) =>
        db.prepare<[], Row>(`SELECT * FROM ${schema}.${name} ${order}`).all(),
      );
      expect(stored.length).toBe(computed.length);
      rows += stored.length;
      return stored.flatMap((row, i) =>
        differences(row, computed[i]).map((column) => `${name}.${column} of ${row.estimator}`),
      );
    });
    return { rows, found };
  } finally {
    db.close();
  }
};

describe("cell", () => {
  it.each([
    ["with an exact truth", truth],
    ["with a truth of zero", zero],
    ["with a reference", null],
  ])("has the sums of its rows, so that the views say what the rows do, %s", (_, known) => {
    expect(compared(databaseOf(known))).toEqual({ rows: 12, found: [] });
  });

  it("is found to differ where it does, by a part in 10¹¹", () => {
    const path = databaseOf(truth);
    const db = new Database(path);
    db.exec("UPDATE cell SET squared_error = squared_error * (1 + 1e-11) WHERE estimator = 'many'");
    db.close();
    expect(compared(path).found).toEqual(
      [
        "cell.squared_error",
        "estimator_summary.bias_norm",
        "estimator_summary.mse",
        "estimator_summary.squared_bias",
      ].map((column) => `${column} of many`),
    );
  });
});
