import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { literal, valuesOf } from "../../../src/report/text/literal.ts";

test("any text comes back as it was", () => {
  const db = new Database(":memory:");
  for (const text of ["", "a", "it's", "'; DROP TABLE run; --", "''", '"x"', "\\'", "∇ \n"])
    expect(
      db
        .prepare(`SELECT ${literal(text)}`)
        .pluck()
        .get(),
    ).toBe(text);
  db.close();
});

test("rows become a list of values", () => {
  expect(
    valuesOf([
      ["a", 0],
      ["b'c", 100],
    ]),
  ).toBe("('a', 0), ('b''c', 100)");
});
