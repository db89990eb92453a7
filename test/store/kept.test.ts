import { copyFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { handler as exportTables } from "../../src/cli/commands/export.ts";
import { printComparison } from "../../src/cli/print-comparison.ts";
import { hashOf, plan } from "../../src/config/plan.ts";
import { studySchema } from "../../src/config/schema.ts";
import { sizeOfStudies } from "../../src/size/study-size.ts";
import { verifyDatabase } from "../../src/store/verify/verify.ts";
import { study as smallStudy } from "../cli/study.ts";
import { database, scratch, study } from "../report/database.ts";
import { merge, query } from "./databases.ts";

const folder = scratch();
const REPLICATES = 25;
const KEEPS = { all: "all", none: "statistics", three: { sample: 3 } } as const;

const probe = (changes: object) => ({
  ...{ every: 2, batchSizes: [2, 4], replicates: REPLICATES, diagnostics: { gradientNoise: true } },
  estimators: [
    { name: "total", kind: "reinforce", return: "total" },
    { name: "smooth", kind: "evolution-strategies", smoothing: 0.1 },
  ],
  ...changes,
});

const made = (keep: keyof typeof KEEPS): string =>
  database(folder, `${keep}.db`, [study({ probe: probe({ keep: KEEPS[keep] }), seeds: [0, 1] })]);
const paths = { all: made("all"), none: made("none"), three: made("three") };

/** Rows whose numbers differ by more than rounding, of a query that has the same rows in both files. */
const differing = (sql: string, path: string): unknown[] => {
  const [all, some] = [paths.all, path].map((each) => query(each, sql));
  expect(some.length).toBe(all.length);
  expect(all.length).toBeGreaterThan(0);
  const same = (x: unknown, y: unknown) =>
    typeof x === "number" && typeof y === "number" && x !== y
      ? Math.abs(x - y) <= 1e-11 * Math.max(1e-3, Math.abs(x), Math.abs(y))
      : x === y;
  return all.flatMap((row, i) => (row.every((x, j) => same(x, some[i][j])) ? [] : [[row, some[i]]]));
};

describe("keep", () => {
  it.each(["none", "three"] as const)("says the same of every cell where it keeps %s", (keep) => {
    const path = paths[keep];
    expect(differing("SELECT * FROM estimator_summary", path)).toEqual([]);
    expect(differing("SELECT * FROM batch_for_alignment", path)).toEqual([]);
    expect(differing("SELECT probe_id, subject, name, value FROM diagnostic", path)).toEqual([]);
    expect(
      differing("SELECT probe_id, estimator, batch_size, bias_norm, cosine_of_mean FROM estimand", path),
    ).toEqual([]);
    expect(differing("SELECT * FROM iteration", path)).toEqual([]);
  });

  it("keeps the first estimates of each cell, or none", () => {
    const [[cells]] = query(paths.all, "SELECT count(*) FROM cell");
    const countOf = (path: string) => query(path, "SELECT count(*), max(replicate) FROM estimate")[0];
    expect(countOf(paths.all)).toEqual([Number(cells) * REPLICATES, REPLICATES - 1]);
    expect(countOf(paths.three)).toEqual([Number(cells) * 3, 2]);
    expect(countOf(paths.none)).toEqual([0, null]);
    const first =
      "SELECT * FROM estimate WHERE replicate < 3 ORDER BY probe_id, estimator, batch_size, replicate";
    expect(
      differing(
        first.replace("*", "norm, cosine, squared_deviation, direction_deviation, env_steps"),
        paths.three,
      ),
    ).toEqual([]);
    expect(differing(first.replace("*", "hex(gradient)"), paths.three)).toEqual([]);
  });

  const faultsOf = (path: string) => [...verifyDatabase(path)].flatMap(({ faults }) => faults);

  it.each(["none", "three"] as const)(
    "leaves a file that can be checked and merged where it keeps %s",
    (keep) => {
      const other = join(folder, `other-${keep}.db`);
      const more = study({ name: "more", probe: probe({ keep: KEEPS[keep] }), seeds: [5] });
      database(folder, `other-${keep}.db`, [more]);
      const merged = join(folder, `merged-${keep}.db`);
      merge([paths[keep], other], merged);
      expect([paths[keep], merged].flatMap(faultsOf)).toEqual([]);
      copyFileSync(paths[keep], merged);
      const db = new Database(merged);
      db.exec("UPDATE cell SET squared_norm = squared_norm + 1e-12 WHERE rowid = 1");
      db.close();
      expect(faultsOf(merged)).toEqual(["its rows are not those of when it was done"]);
    },
  );

  it("has comparisons over replicates refused, and those over seeds and exports say what is missing", async () => {
    const compare = (over?: "replicates") => printComparison({ db: paths.three, baseline: "agent", over });
    expect(() => compare("replicates")).toThrow("were not kept (probe.keep); compare over seeds");
    const told = "small: 216 of 1800 estimates are rows (probe.keep); the table cell has the sums of all.";
    const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      compare();
      await exportTables({ db: paths.three, format: "csv", output: join(folder, "csv"), $0: "", _: [] });
      expect(out.mock.calls.join("")).toContain(told);
      expect(err.mock.calls.join("")).toContain(told);
    } finally {
      vi.restoreAllMocks();
    }
    expect(query(paths.three, "SELECT count(*) FROM replicate_score")).toEqual([[0]]);
  });

  it("takes no more memory for more estimates, and no more disk, unless it keeps all", () => {
    const growth = (keep: object | string) => {
      const [few, many] = [1e5, 1e6].map((replicates) =>
        sizeOfStudies([study({ probe: probe({ keep, replicates }) })]),
      );
      return [many.memory / few.memory, many.disk / few.disk];
    };
    for (const keep of ["statistics", { sample: 3 }])
      for (const ratio of growth(keep)) expect(ratio).toBeCloseTo(1, 3);
    for (const ratio of growth("all")) expect(ratio).toBeGreaterThan(9);
  });

  it("is no part of a run that keeps all", () => {
    const hash = (changes: object) => plan(study({ probe: probe(changes) })).map(hashOf);
    expect(hash({ keep: "all" })).toEqual(hash({}));
    expect(hash({ keep: "statistics" })).not.toEqual(hash({}));
  });

  it.each([
    [{ keep: { sample: REPLICATES } }, "expected fewer than the 25 replicates, or all; got 25"],
    [{ keep: "statistics", reference: {} }, "compared with a reference"],
    [
      { keep: "statistics", batchSizes: undefined, replicates: undefined, streams: 6, pairs: [8] },
      "expected batchSizes and replicates",
    ],
    [{ keep: { sample: 0 } }, ""],
  ])("is refused where it says nothing: %j", (changes, message) => {
    const { success, error } = studySchema.safeParse(smallStudy({ probe: probe(changes) }));
    expect(success).toBe(false);
    expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
