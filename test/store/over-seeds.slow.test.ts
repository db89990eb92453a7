import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { meanVector } from "../../src/linear-algebra/vectors.ts";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import { type CellBias, cellBias } from "../../src/statistics/bias/cell-bias.ts";
import type { Interval } from "../../src/statistics/interval.ts";
import { meanOfIntervals } from "../../src/statistics/mean-of-intervals.ts";
import { openStore } from "../../src/store/open.ts";
import { scratch } from "../report/database.ts";

const COLUMNS = ["squared_bias", "turned_by", "scaled_by"] as const;
type Limits = Record<(typeof COLUMNS)[number], Interval>;

const [STUDIES, REPLICATES, P] = [200, 60, 8];
const TRUTH = Float64Array.from({ length: P }, (_, j) => Number(j === 0));

const folder = scratch();
let db: Database.Database;
beforeAll(() => {
  const path = join(folder, "views.db");
  openStore(path, "0").close();
  db = new Database(path); // the view, over rows of `estimator_summary` that stand in its place
  db.exec("CREATE TEMP TABLE estimator_summary AS SELECT * FROM main.estimator_summary");
  const view = db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'estimator_over_seeds'");
  db.exec(view.pluck().get()!.replace("CREATE VIEW", "CREATE TEMP VIEW"));
});
afterAll(() => db.close());

/** What the view makes of studies, each of the biases of its seeds. */
const overSeeds = (studies: readonly (readonly CellBias[])[], truthError = 0): Limits[] => {
  const names = COLUMNS.flatMap((name) => [name, `${name}_low`, `${name}_high`]);
  const insert = db.prepare(
    `INSERT INTO estimator_summary (batch_size, seed, truth_standard_error, ${names.join(", ")})
    VALUES (?, ?, ?, ${names.map(() => "?").join(", ")})`,
  );
  db.exec("DELETE FROM temp.estimator_summary");
  for (const [i, seeds] of studies.entries())
    for (const [seed, { squaredBias, turnedBy, scaledBy }] of seeds.entries())
      insert.run(
        ...[i, seed, truthError],
        ...[squaredBias, turnedBy, scaledBy].flatMap(({ estimate, low, high }) => [estimate, low, high]),
      );
  const rows = db.prepare<[], Record<string, number>>(
    "SELECT * FROM temp.estimator_over_seeds ORDER BY batch_size",
  );
  return rows.all().map((row) => {
    const of = (name: string) => ({
      estimate: row[name],
      low: row[`${name}_low`],
      high: row[`${name}_high`],
    });
    return {
      squared_bias: of("squared_bias"),
      turned_by: of("turned_by"),
      scaled_by: of("scaled_by"),
    };
  });
};

const noisy = (mean: ArrayLike<number>, count: number, size: number, random: Random): Float64Array =>
  Float64Array.from({ length: count * P }, (_, k) => mean[k % P] + size * normal(random));

/** Means that are turned by some degrees. */
const turnedBy = (degrees: number): Float64Array => {
  const angle = (degrees * Math.PI) / 180;
  return TRUTH.map((_, j) => (j === 0 ? Math.cos(angle) : j === 1 ? Math.sin(angle) : 0));
};

/** Studies of so many seeds, whose estimates have a mean that is turned, and noise of a size in each coordinate. */
const studiesOf = (degrees: number, seeds: number, noise: number): CellBias[][] => {
  const random = stream("over seeds", degrees, seeds, noise);
  const mean = turnedBy(degrees);
  return Array.from({ length: STUDIES }, () =>
    Array.from(
      { length: seeds },
      () => cellBias(noisy(mean, REPLICATES, noise, random), REPLICATES, { gradient: TRUTH, noise: null })!,
    ),
  );
};

const truths = (degrees: number): Record<(typeof COLUMNS)[number], number> => {
  const angle = (degrees * Math.PI) / 180;
  return {
    squared_bias: (2 * Math.sin(angle / 2)) ** 2,
    turned_by: degrees,
    scaled_by: Math.cos(angle),
  };
};

const held = (all: readonly Interval[], truth: number): number =>
  all.filter(({ low, high }) => low <= truth && truth <= high).length / all.length;

const width = (all: readonly Interval[]): number =>
  all.reduce((sum, { low, high }) => sum + (high - low) / all.length, 0);

/** 0.95 less three standard errors of the share. */
const MIN_SHARE = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / STUDIES);

describe("the intervals of estimator_over_seeds", () => {
  it("of one seed are that seed's", () => {
    const studies = [0, 3, 40, 120].flatMap((degrees) => studiesOf(degrees, 1, 0.5).slice(0, 20));
    for (const [i, found] of overSeeds(studies).entries())
      for (const [column, own] of [
        ["squared_bias", studies[i][0].squaredBias],
        ["turned_by", studies[i][0].turnedBy],
        ["scaled_by", studies[i][0].scaledBy],
      ] as const)
        for (const limit of ["estimate", "low", "high"] as const)
          expect(found[column][limit], column).toBeCloseTo(own[limit], 10);
  });

  it.each([
    [0, 2, 1],
    [0, 5, 1],
    [0, 20, 0.3],
    [5, 5, 0.3],
    [20, 20, 1], // the noise of a seed's mean
    [30, 5, 1],
    [120, 5, 0.3],
  ])(
    "hold a turn of %d°, of %d seeds with a noise of %d, its scale and its square",
    (...[degrees, K, noise]) => {
      const all = overSeeds(studiesOf(degrees, K, noise));
      for (const column of COLUMNS) {
        const share = held(
          all.map((each) => each[column]),
          truths(degrees)[column],
        );
        expect(share, column).toBeGreaterThan(MIN_SHARE);
      }
    },
  );

  it("are narrower than the mean of the seeds' limits, by the root of their number where a turn is seen", () => {
    const studies = studiesOf(60, 20, 0.3).slice(0, 40);
    const all = overSeeds(studies);
    for (const [column, of] of [
      ["turned_by", (each: CellBias) => each.turnedBy],
      ["scaled_by", (each: CellBias) => each.scaledBy],
      ["squared_bias", (each: CellBias) => each.squaredBias],
    ] as const) {
      const ratio = width(all.map((each) => each[column])) / width(studies.flat().map(of));
      expect(ratio * Math.sqrt(20), column).toBeGreaterThan(0.9);
      expect(ratio * Math.sqrt(20), column).toBeLessThan(1.3);
    }
  });

  it("would see turns where there are none, if squares of half-widths below were added up", () => {
    const studies = studiesOf(0, 5, 1);
    const sum = (of: (each: CellBias) => Interval) => studies.map((seeds) => meanOfIntervals(seeds.map(of)));
    expect(
      held(
        sum(({ turnedBy: turn }) => turn),
        0,
      ),
    ).toBeLessThan(0.5);
  });

  it("do not take seeds for independent that share a reference", () => {
    const random = stream("over seeds", "reference");
    const studies = Array.from({ length: 100 }, () => {
      const parts = noisy(TRUTH, 32, 0.5, random); // of more error than a seed's mean
      const truth = { gradient: meanVector(parts, 32), noise: null, parts };
      return Array.from(
        { length: 8 },
        () => cellBias(noisy(TRUTH, REPLICATES, 0.5, random), REPLICATES, truth)!,
      );
    });
    const independent = overSeeds(studies);
    const shared = overSeeds(studies, 1);
    expect(
      held(
        shared.map((each) => each.scaled_by),
        1,
      ),
    ).toBeGreaterThan(0.88);
    expect(
      held(
        independent.map((each) => each.scaled_by),
        1,
      ),
    ).toBeLessThan(0.7);
  });
});
