import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, test } from "vitest";
import type { Drawing, Figure } from "../../src/report/figure.ts";
import { figures } from "../../src/report/figures/index.ts";
import { type Selection, selections } from "../../src/report/selection.ts";
import { formatNumber } from "../../src/report/text/format-number.ts";
import { meanInterval } from "../../src/statistics/mean-interval.ts";
import { openReader } from "../../src/store/open.ts";
import { queryRows } from "../../src/store/query.ts";
import { type Row, readSnapshot } from "../../src/store/snapshot.ts";
import { fromBlob } from "../../src/store/vectors.ts";
import { database, scratch, study } from "./database.ts";
import { symbolsIn } from "./figures/drawn.ts";

const folder = scratch();
let path: string;
let selection: Selection;
const drawings = new Map<string, { sql: string; drawing: Drawing }>();

beforeAll(() => {
  path = database(folder, "figures.db", [
    study({ environment: { kind: "frozen-lake", map: ["SFG"], slippery: true } }),
  ]);
  readSnapshot(path, (query) => {
    [selection] = selections(query);
    for (const figure of figures as readonly Figure[]) {
      const sql = figure.sql(selection);
      if (sql !== undefined) drawings.set(figure.name, { sql, drawing: figure.draw(query(sql), selection) });
    }
  });
});

/** The rows that a user gets by the figure's SQL, on a connection and with views of their own. */
const rowsBy = (name: string): Row[] => {
  const reader = openReader(path);
  try {
    return queryRows(reader, drawings.get(name)?.sql as string) as Row[];
  } finally {
    reader.close();
  }
};

const drawingOf = (name: string): Drawing => drawings.get(name)?.drawing as Drawing;

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

const relatively = (a: number, b: number): number =>
  Math.abs(a - b) / Math.max(1e-300, Math.abs(a), Math.abs(b));

describe.each([
  ["alignment", "batch_size", "alignment"],
  ["variance", "batch_size", "total_variance"],
  ["pairwise", "batch_size", "pairwise_cosine"],
  ["bias-variance", "total_variance", "squared_bias"],
])("the SQL of %s", (name, x, y) => {
  test("gives the numbers that are drawn, all of them", () => {
    const rows = rowsBy(name);
    const { panels } = drawingOf(name);
    expect(panels).toHaveLength(selection.probes.length);
    let drawn = 0;
    for (const [i, { agent, iteration }] of selection.probes.entries()) {
      for (const { name: estimator, key } of selection.estimators.values()) {
        const own = rows.filter(
          (row) =>
            row.agent === agent &&
            row.iteration === iteration &&
            row.estimator === estimator &&
            row[y] !== null,
        );
        const symbols = symbolsIn(panels[i], key);
        expect(symbols).toHaveLength(own.length);
        for (const [j, row] of own.entries()) {
          expect(relatively(symbols[j].x, Number(row[x]))).toBeLessThan(1e-9);
          expect(Math.abs(symbols[j].y - Number(row[y]))).toBeLessThan(1e-9 + 1e-9 * Number(row[y]));
        }
        drawn += own.length;
      }
    }
    expect(drawn).toBe(3 * 2 * 2); // probes, estimators, batch sizes
  });
});

test("the SQL of learning gives the curves that are drawn", () => {
  const rows = rowsBy("learning");
  const { panels } = drawingOf("learning");
  expect(panels.map(({ title }) => title)).toEqual(["Exact return J(θ)", "Episode return, without discount"]);
  for (const [i, column] of ["exact_return", "episode_return"].entries())
    for (const { name, key } of selection.agents.values()) {
      const own = rows.filter(({ agent }) => agent === name);
      expect(own).toHaveLength(5);
      const curve = panels[i].content.match(
        new RegExp(`class="series a ${key}" aria-label="line"><path d="([^"]*)"`),
      );
      const points = [...(curve?.[1] ?? "").matchAll(/([-\d.]+),([-\d.]+)/g)];
      expect(points).toHaveLength(5);
      for (const [j, [, px, py]] of points.entries()) {
        // Plot rounds the points of a path to a thousandth of a pixel
        const pixels = (axis: "x" | "y", value: Row[string], position: string) =>
          Math.abs(Number(value) - (panels[i].scale(axis)?.invert?.(Number(position)) as number)) /
          Math.abs(
            (panels[i].scale(axis)?.invert?.(1) as number) - (panels[i].scale(axis)?.invert?.(0) as number),
          );
        expect(pixels("x", own[j].env_steps, px)).toBeLessThan(1e-3);
        expect(pixels("y", own[j][column], py)).toBeLessThan(1e-3);
      }
    }
});

test("bands are Student's intervals for the mean over seeds, cut where they leave the plot", () => {
  const [panel] = drawingOf("learning").panels;
  const [bottom, top] = [260, 26].map((y) => panel.scale("y")?.invert?.(y) as number);
  const reader = openReader(path);
  const { document } = parseHTML(`<svg>${panel.content}</svg>`);
  for (const { name, key } of selection.agents.values()) {
    const d = document.querySelector(`.${key}[aria-label=area] path`).getAttribute("d") as string;
    const heights = [...d.matchAll(/[-\d.]+,([-\d.]+)/g)].map(([, y]) =>
      panel.scale("y")?.invert?.(Number(y)),
    );
    for (let iteration = 0; iteration <= 4; iteration++) {
      const values = queryRows(
        reader,
        `SELECT exact_return FROM learning_curve WHERE agent = '${name}' AND iteration = ${iteration}`,
      ).map(({ exact_return }) => Number(exact_return));
      const { low, high } = meanInterval(Float64Array.from(values));
      for (const edge of [low, high].map((value) => Math.min(top, Math.max(bottom, value))))
        expect(Math.min(...heights.map((height) => Math.abs((height as number) - edge)))).toBeLessThan(
          (top - bottom) / 1e5,
        );
    }
  }
  reader.close();
});

test("the SQL of batch-needed gives the numbers that are written", () => {
  const rows = rowsBy("batch-needed");
  const { panels } = drawingOf("batch-needed");
  for (const [i, { agent, iteration }] of selection.probes.entries())
    for (const row of rows.filter((each) => each.agent === agent && each.iteration === iteration)) {
      const said =
        row.trajectories === null ? String(row.verdict) : formatNumber(Math.round(Number(row.trajectories)));
      expect(panels[i].description).toContain(`${row.estimator}: ${said}`);
      const rounded = Number(Number(row.trajectories).toPrecision(3)).toLocaleString("en-US");
      expect(panels[i].content).toContain(`>${row.trajectories === null ? said : rounded}`);
    }
});

test("the SQL of gradient gives the truth and the means of the estimates, coordinate by coordinate", () => {
  const rows = rowsBy("gradient");
  expect(selection.single).toEqual({ agent: "reinforce", iteration: 4, seed: 0 });
  expect(rows.filter(({ estimator }) => estimator !== null).every((row) => row.batch_size === 4)).toBe(true);
  const reader = openReader(path);
  const blobs = (sql: string) => queryRows(reader, sql).map((row) => fromBlob(row.gradient as Uint8Array));
  const at = `JOIN probe USING (probe_id) JOIN run USING (run_id) WHERE agent = 'reinforce' AND seed = 0 AND iteration = 4`;
  const [truth] = blobs(`SELECT gradient FROM truth ${at}`);
  const estimates = blobs(`SELECT gradient FROM estimate ${at} AND batch_size = 4 AND estimator = 'total'`);
  reader.close();
  const of = (name: string | null) => rows.filter(({ estimator }) => estimator === name);
  expect(of(null).map(({ value }) => value)).toEqual([...truth]);
  for (const { cell, action, value } of of("total")) {
    const j = 4 * Number(cell) + Number(action);
    expect(value).toBeCloseTo(estimates.reduce((sum, g) => sum + g[j], 0) / estimates.length, 12);
  }
  const { panels } = drawingOf("gradient");
  expect(panels.map(({ title }) => title)).toEqual(["", "the truth, ∇J", "agent", "total"]);
  const { document } = parseHTML(`<svg>${panels[1].content}</svg>`);
  const corners = [...document.querySelectorAll("path")]
    .filter((part) => part.querySelector("title")?.textContent.startsWith("row 1, column 2, "))
    .map((part) =>
      part
        .getAttribute("d")
        .match(/[\d.]+,[\d.]+/g)
        .map((corner: string) => corner.split(",").map(Number)),
    );
  // left, down, right, up: the mean of the corners lies on that side of the middle of the cell, 62 pixels wide
  const aside = corners.map((ring) =>
    [0, 1].map((axis) => mean(ring.map((corner: number[]) => corner[axis]))),
  );
  const [middleX, middleY] = [0, 1].map((axis) => mean(aside.map((center) => center[axis])));
  expect(
    aside.map(([x, y]) => [Math.sign(Math.round(x - middleX)), Math.sign(Math.round(y - middleY))]),
  ).toEqual([
    [-1, 0],
    [0, 1],
    [1, 0],
    [0, -1],
  ]);
  expect(panels[1].content).toContain(`row 1, column 1, left: ${formatNumber(truth[0])}`);
});

test("standard errors are those of the vectors", () => {
  const [variance, pairwise] = ["variance", "pairwise"].map((name) =>
    rowsBy(name).find(
      (row) =>
        row.agent === "actor-critic" &&
        row.iteration === 4 &&
        row.estimator === "total" &&
        row.batch_size === 4,
    ),
  );
  const reader = openReader(path);
  const bySeed = [0, 1, 2].map((seed) =>
    queryRows(
      reader,
      `SELECT gradient FROM estimate JOIN probe USING (probe_id) JOIN run USING (run_id)
       WHERE agent = 'actor-critic' AND seed = ${seed} AND iteration = 4 AND estimator = 'total' AND batch_size = 4`,
    ).map((row) => fromBlob(row.gradient as Uint8Array)),
  );
  reader.close();
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, j) => sum + x * b[j], 0);
  const meanVector = (vs: readonly Float64Array[]) =>
    vs[0].map((_, j) => vs.reduce((sum, v) => sum + v[j], 0) / vs.length);
  const squareOfError = (values: number[]) => {
    const center = values.reduce((sum, x) => sum + x, 0) / values.length;
    return values.reduce((sum, x) => sum + (x - center) ** 2, 0) / values.length / (values.length - 1);
  };
  const overSeeds = (of: (vs: Float64Array[]) => number[]) =>
    Math.sqrt(bySeed.reduce((sum, vs) => sum + squareOfError(of(vs)), 0)) / 3;
  const spread = overSeeds((vs) => {
    const center = meanVector(vs);
    return vs.map((v) => dot(v, v) - 2 * dot(v, center) + dot(center, center));
  });
  expect(variance?.total_variance_se).toBeCloseTo(spread, 12);
  // the mean over pairs varies as twice the mean of u·ū (Hájek's projection)
  const agreement = overSeeds((vs) => {
    const us = vs.map((v) => (dot(v, v) > 0 ? v.map((x) => x / Math.sqrt(dot(v, v))) : v));
    return us.map((u) => 2 * dot(u, meanVector(us)));
  });
  expect(agreement).toBeGreaterThan(0);
  expect(pairwise?.pairwise_cosine_se).toBeCloseTo(agreement, 12);
});

test("what has no variance is no point on a logarithmic axis, and is named", () => {
  const figure = figures.find(({ name }) => name === "variance") as Figure;
  const rows = rowsBy("variance").map((row) =>
    row.estimator === "total" ? { ...row, total_variance: 1e-30, exact_variance: 0 } : row,
  );
  const { panels, legend, findings } = figure.draw(rows, selection);
  expect(panels).toHaveLength(selection.probes.length);
  expect(panels.flatMap((panel) => symbolsIn(panel, "e1"))).toEqual([]);
  expect(panels.flatMap((panel) => symbolsIn(panel, "e0"))).toHaveLength(6);
  expect(legend.map(({ name }) => name)).toEqual(["agent"]);
  expect(findings.at(-1)).toBe("Not drawn where it has no variance: total.");
});

test("a landscape is drawn where one was recorded", async () => {
  const { default: Database } = await import("better-sqlite3");
  const own = database(folder, "landscape.db", [study({ seeds: [0] })]);
  const db = new Database(own);
  db.exec(`CREATE TABLE IF NOT EXISTS landscape (probe_id, kind, x, y, value, standard_error)`);
  const insert = db.prepare(
    "INSERT INTO landscape (probe_id, kind, x, y, value, standard_error) VALUES (?, ?, ?, ?, ?, 0.01)",
  );
  for (let x = -3; x <= 3; x++)
    for (let y = -3; y <= 3; y++) {
      insert.run(1, "true", x, y, x - y * y);
      insert.run(1, "surrogate", x, y, 2 * x + 2 * y);
    }
  db.close();
  readSnapshot(own, (query) => {
    const [chosen] = selections(query);
    const figure = figures.find(({ name }) => name === "landscape") as Figure;
    const { panels, findings } = figure.draw(query(figure.sql(chosen) as string), chosen);
    expect(findings).toEqual([
      "reinforce, iteration 0: in this plane the surrogate is steepest 45° aside from where J is.",
    ]);
    expect(panels.map(({ title, note }) => `${title}: ${note}`)).toEqual([
      "reinforce, iteration 0: the true J",
      "reinforce, iteration 0: the surrogate",
    ]);
    expect(panels[0].content).toContain('aria-label="contour"');
    expect(panels[0].description).toBe("From −12 at (−3, −3) to 3 at (3, 0).");
    expect(panels[0].content).toContain("var(--q9)");
  });
});
