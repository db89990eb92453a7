import { expect, test } from "vitest";
import { realText, vectorOf, vectorText } from "../../src/export/value.ts";
import { toBlob } from "../../src/store/vectors.ts";

const column = { name: "gradient", type: "vector" } as const;

test("a real number never looks like an integer, and comes back bit for bit", () => {
  expect([1, -2, 0, -0, 0.1, 1e21, 1e-7, 2 ** 53].map(realText)).toEqual([
    "1.0",
    "-2.0",
    "0.0",
    "-0.0",
    "0.1",
    "1e+21",
    "1e-7",
    "9007199254740992.0",
  ]);
  for (const x of [Math.PI, 5e-324, 1 / 3, -0]) expect(Number(realText(x))).toBe(x);
});

test("a vector is a JSON array; a coordinate that is not finite is null", () => {
  expect(vectorText(toBlob(Float64Array.of(0.1, -2, Number.NaN, Number.POSITIVE_INFINITY)), column)).toBe(
    "[0.1,-2,null,null]",
  );
  expect(vectorText(new Uint8Array(0), column)).toBe("[]");
});

test("what is no vector of float64 is refused by the name of its column", () => {
  expect(() => vectorOf(new Uint8Array(12), column)).toThrow(
    "column gradient: a BLOB of 12 bytes is not a vector of float64 (8 bytes each).",
  );
  expect(() => vectorOf(12n, column)).toThrow('column gradient holds "12" among its BLOBs.');
});
