import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { registerFunctions } from "../../src/store/functions.ts";
import { fromBlob, toBlob } from "../../src/store/vectors.ts";
import * as cells from "./cells.ts";

const db = new Database(":memory:");
registerFunctions(db);
const blob = (...values: number[]) => toBlob(Float64Array.from(values));
const evaluate = (expression: string, ...values: unknown[]) =>
  db
    .prepare(`SELECT ${expression}`)
    .pluck()
    .get(...values);

describe("BLOBs", () => {
  it("are little-endian float64", () => {
    expect(blob(1, -2).toString("hex")).toBe("000000000000f03f00000000000000c0");
  });

  it("are read where they are not aligned, too", () => {
    const bytes = Buffer.alloc(8 * 3 + 5);
    for (let shift = 0; shift < 5; shift++) {
      const unaligned = bytes.subarray(shift, shift + 24);
      blob(0.1, -2, 1e300).copy(unaligned);
      expect([...fromBlob(unaligned)]).toEqual([0.1, -2, 1e300]);
    }
  });

  it("can be a part of a longer array", () => {
    const values = new Float64Array(Float64Array.of(9, 1, 2, 3, 4).buffer, 8);
    expect([...fromBlob(toBlob(values, 1, 2))]).toEqual([2, 3]);
  });
});

describe("vec_dot, vec_norm, vec_cosine and vec_json", () => {
  it("compute what their names say", () => {
    expect(evaluate("vec_dot(?, ?)", blob(1, 2, 3), blob(4, -5, 6))).toBe(12);
    expect(evaluate("vec_norm(?)", blob(3, 4))).toBe(5);
    expect(evaluate("vec_cosine(?, ?)", blob(1, 1), blob(0, 2))).toBeCloseTo(Math.SQRT1_2, 15);
    expect(evaluate("vec_json(?)", blob(1, 0.1, Number.NaN))).toBe("[1,0.1,null]");
  });

  it("take the cosine of zero as 0 and with zero as NULL", () => {
    expect(evaluate("vec_cosine(?, ?)", blob(0, 0), blob(1, 2))).toBe(0);
    expect(evaluate("vec_cosine(?, ?)", blob(1, 2), blob(0, 0))).toBeNull();
  });

  it("give NULL for NULL and for what is not a number", () => {
    expect(evaluate("vec_dot(?, NULL)", blob(1))).toBeNull();
    expect(evaluate("vec_norm(NULL)")).toBeNull();
    expect(evaluate("vec_cosine(NULL, NULL)")).toBeNull();
    expect(evaluate("vec_norm(?)", blob(Number.NaN))).toBeNull();
  });

  it("refuse anything but vectors of one length", () => {
    expect(() => evaluate("vec_norm('abc')")).toThrow("vec_norm: expected a BLOB, got a string");
    expect(() => evaluate("vec_norm(x'0102')")).toThrow(
      "vec_norm: a BLOB of 2 bytes is not a vector of float64",
    );
    expect(() => evaluate("vec_dot(?, ?)", blob(1), blob(1, 2))).toThrow(
      "vec_dot: vectors of different lengths",
    );
    expect(() => evaluate("vec_dot(?)", blob(1))).toThrow("wrong number of arguments");
  });
});

describe("vec_mean, vec_variance and vec_total_variance", () => {
  const aggregate = (rows: (Buffer | null)[], groups: number[] = rows.map(() => 0)) => {
    db.exec("DROP TABLE IF EXISTS v; CREATE TABLE v (k INTEGER, g BLOB)");
    for (const [i, row] of rows.entries()) db.prepare("INSERT INTO v VALUES (?, ?)").run(groups[i], row);
    return db
      .prepare<[], { m: Buffer | null; v: Buffer | null; s: number | null }>(
        "SELECT vec_mean(g) AS m, vec_variance(g) AS v, vec_total_variance(g) AS s FROM v GROUP BY k ORDER BY k",
      )
      .all();
  };

  it("equal the definitions, group by group, and skip NULL", () => {
    const gs = cells.vectors(50, 4);
    const groups = gs.map((_, i) => i % 2);
    const rows = aggregate([...gs.map((g) => blob(...g)), null], [...groups, 1]);
    for (const [k, { m, v, s }] of rows.entries()) {
      const own = gs.filter((_, i) => groups[i] === k);
      const center = cells.meanVector(own);
      for (const [j, x] of fromBlob(m!).entries()) expect(x).toBeCloseTo(center[j], 12);
      const scatter = own.reduce((sum, g) => sum + cells.norm(cells.minus(g, center)) ** 2, 0);
      expect(s).toBeCloseTo(scatter / (own.length - 1), 12);
      for (const [j, variance] of fromBlob(v!).entries()) {
        const squares = own.map((g) => (g[j] - center[j]) ** 2);
        expect(variance).toBeCloseTo(squares.reduce((sum, x) => sum + x, 0) / (own.length - 1), 12);
      }
    }
  });

  it("keep small spread around a large mean", () => {
    const [{ s } = {}] = aggregate([1e9 + 1, 1e9 + 2, 1e9 + 3].map((x) => blob(x, x)));
    expect(s).toBe(2);
  });

  it("give NULL for nothing, and no variance for one vector", () => {
    expect(aggregate([null])).toEqual([{ m: null, v: null, s: null }]);
    expect(aggregate([blob(2)])).toEqual([{ m: blob(2), v: null, s: null }]);
  });

  it("refuse vectors of different lengths", () => {
    expect(() => aggregate([blob(1), blob(1, 2)])).toThrow("vectors of different lengths, 1 and 2");
  });
});
