import Database from "better-sqlite3";
import { beforeAll, expect, test } from "vitest";
import { cellsSql } from "../../src/report/cells.ts";
import { extraTables } from "../../src/report/extra-tables.ts";
import { alignment } from "../../src/report/figures/alignment.ts";
import { provenance } from "../../src/report/provenance.ts";
import { type Selection, selections } from "../../src/report/selection.ts";
import { mean } from "../../src/statistics/mean.ts";
import { type Query, readSnapshot } from "../../src/store/snapshot.ts";
import { database, scratch, study } from "./database.ts";

const folder = scratch();
let path: string;

/** One agent, two seeds and one θ; `change` then writes what no run of this study would. */
const build = (name: string, change: (db: InstanceType<typeof Database>) => void): string => {
  const made = database(folder, name, [
    study({ agents: [{ ...study().agents[0], iterations: 0 }], seeds: [0, 1] }),
  ]);
  const db = new Database(made);
  change(db);
  db.close();
  return made;
};

const ask = <T>(use: (query: Query, selection: Selection) => T, file = path): T =>
  readSnapshot(file, (query) => use(query, selections(query)[0]));

beforeAll(() => {
  path = build("reference.db", (db) => {
    db.exec(`
      INSERT INTO reference
        SELECT 'r' || probe_id, 1000 * probe_id, 1, 0, 0, 0.02 * norm, 1 - 0.0006 * probe_id, gradient, x'' FROM truth;
      UPDATE truth SET method = 'reference', standard_error = 0.0213 * probe_id * norm, reference_hash = 'r' || probe_id;
      INSERT INTO corrected_alignment
        SELECT probe_id, estimator, batch_size, 0.5, 0.5 - 0.0196 * probe_id, 0.5 + 0.0196 * probe_id
        FROM estimate WHERE estimator = 'agent' GROUP BY 1, 2, 3;
      DELETE FROM exact_moments WHERE estimator = 'agent';
      UPDATE alignment_forecast SET source = 'empirical' WHERE estimator = 'agent'`);
  });
});

test("cells have the corrected alignment, its standard error over the seeds, and that of the reference", () => {
  const rows = ask((query, selection) => query(cellsSql(selection)));
  const own = rows.filter(({ estimator }) => estimator === "agent");
  expect(own).toHaveLength(2);
  for (const row of own) {
    expect(row.corrected_cosine).toBe(0.5);
    expect(row.corrected_cosine_se).toBeCloseTo(Math.hypot(0.01, 0.02) / 2, 12); // half a width of 0.0196 is 1.96 × 0.01
    expect(Number(row.truth_standard_error) / Number(row.truth_norm)).toBeCloseTo(0.0213 * 1.5, 12);
  }
  for (const row of rows.filter(({ estimator }) => estimator !== "agent"))
    expect([row.corrected_cosine, row.corrected_cosine_se]).toEqual([null, null]);
});

test("the provenance tells of the references", () => {
  const { facts } = ask((query) => provenance(query, "small"));
  expect(facts.find(([term]) => term === "Reference")?.[1]).toEqual([
    "2 gradients, each over 1000 to 2000 trajectories, relative error 2.1 to 4.3 %, split-half cosine 0.9988 to 0.99940",
  ]);
});

test("where there are no exact moments, the alignment is predicted from the sample, and the legend says so", () => {
  ask((query, selection) => {
    const rows = query(alignment.sql(selection) as string);
    const known = query("SELECT * FROM batch_for_alignment");
    const predicted = query("SELECT estimator, batch_size, alignment FROM predicted_alignment");
    for (const row of rows.filter(({ estimator }) => estimator === "agent")) {
      const here = predicted.filter(
        (each) => each.estimator === "agent" && each.batch_size === row.batch_size,
      );
      expect(here).toHaveLength(2); // seeds
      expect(row.source).toBe("empirical");
      expect(row.predicted_alignment).toBeCloseTo(
        mean(Float64Array.from(here, (each) => Number(each.alignment))),
        12,
      );
    }
    for (const row of rows.filter(({ estimator }) => estimator === "total")) expect(row.source).toBe("exact");
    expect(known.map(({ source }) => source).sort()).toEqual(["empirical", "empirical", "exact", "exact"]);
    const { keys, panels } = alignment.draw(rows, selection);
    expect(keys).toEqual([{ mark: "pale", label: "predicted from the sample", asked: true }]); // total has no corrected alignment
    expect(panels[0].content).toContain('stroke-width="7"');
  });
});

test("legends of exact and of mixed predictions", () => {
  const row = {
    agent: "a",
    iteration: 0,
    batch_size: 4,
    alignment: 0.5,
    alignment_se: 0,
    predicted_alignment: 0.5,
  };
  const labels = (...sources: string[]) =>
    ask((_, selection) =>
      alignment
        .draw(
          sources.map((source, i) => ({ ...row, source, estimator: ["agent", "total"][i] })),
          selection,
        )
        .keys?.map(({ label }) => label),
    );
  expect(labels("exact", "exact")).toEqual(["predicted"]);
  expect(labels("exact", "empirical")).toEqual([
    "predicted; from the sample where no moments are exact (total)",
  ]);
});

test("a point off its prediction is named if chance does not explain it, over all points", () => {
  const point = (estimator: string, errors: number, zeros = 0) => ({
    ...{ agent: "a", iteration: 0, estimator, batch_size: 4, source: "exact", zeros },
    ...{ alignment: 0.5 + 0.01 * errors, alignment_se: 0.006, predicted_alignment: 0.5, predicted_se: 0.008 },
  });
  const findings = (...rows: ReturnType<typeof point>[]) =>
    ask((_, selection) =>
      alignment.draw(rows, selection).findings?.filter((text) => text.startsWith("Off the prediction")),
    );
  const twenty = Array.from({ length: 20 }, (_, i) => point(i % 2 === 0 ? "agent" : "total", 2.5));
  expect(findings(...twenty)).toEqual([]); // p = 0.012 each, 0.25 in all
  expect(findings(twenty[0])).toHaveLength(1); // alone, 0.012 is below 0.05
  const [one, ...more] = findings(...twenty, point("agent", -5, 0.4)) ?? [];
  expect(more).toEqual([]);
  expect(one).toContain("all 21 points");
  expect(one).toMatch(/: batch size 4, 1 of 21 points \(agent\)\.$/);
});

test("estimands and diagnostics are tables where there are rows, and none where there are not", () => {
  expect(ask(extraTables)).toEqual([]);
  const own = build("beside.db", (db) => {
    db.exec(`
      INSERT INTO estimand SELECT probe_id, 'total', 4, '<smooth>', probe_id, 0, 0.5, 0.25, NULL, x'' FROM probe;
      INSERT INTO diagnostic SELECT probe_id, 'agent', 'value_error', probe_id, 3 * probe_id - 0.0 FROM probe`);
  });
  ask((query, selection) => {
    const [estimands, diagnostics] = extraTables(query, selection);
    expect(query(estimands.sql)).toEqual([
      {
        agent: "reinforce",
        iteration: 0,
        estimator: "total",
        "batch size": 4,
        estimand: "<smooth>",
        "its norm": 1.5,
        "± s.e.": null,
        "cosine with ∇J": 0.5,
        "bias from it": 0.25,
        "cosine of mean with it": null,
      },
    ]);
    expect(estimands.table.text).toContain(
      '<td>&lt;smooth&gt;</td><td data-value="1.5">1.500</td><td data-value="0.5">0.5000</td><td data-value="0.25">0.2500</td></tr>',
    );
    expect(query(diagnostics.sql)).toMatchObject([
      { of: "agent", diagnostic: "value_error", value: 1.5, "± s.e.": Math.sqrt(45) / 2, seeds: 2 },
    ]);
  }, own);
  expect(readSnapshot(own, (query) => extraTables(query, selections(query, { iteration: 1 })[0]))).toEqual(
    [],
  );
});
