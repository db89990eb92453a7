import { expect, test } from "vitest";
import { fitTable, noRoomFor, titled } from "../../src/report/fit-table.ts";
import { stackedTables } from "../../src/report/stacked-tables.ts";

const columns = [
  { title: "name" },
  { title: "a figure", leaves: 2 },
  { title: "another one", leaves: 1 },
  { title: "kept" },
];
const rows = [
  ["first of all names", 1.23456, -0.5, "8 (1\u00a0to\u00a09)"],
  ["", 12345.678, null, ""],
  ["second", 3, 1e-7, "9"],
];
const at = (width: number) => {
  const { text, left } = fitTable(columns, rows, width);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(width);
  return { lines: text.split("\n"), left };
};

test("with room enough a table is whole, to three digits, with minus signs", () => {
  const { lines, left } = at(Number.POSITIVE_INFINITY);
  expect(left).toEqual([]);
  expect(lines).toEqual([
    "name                a figure  another one  kept",
    "──────────────────  ────────  ───────────  ──────────",
    "first of all names      1.23         −0.5  8 (1 to 9)",
    "                       12300",
    "second                     3      1.00e-7  9",
  ]);
});

test("first titles are folded, then cells that have room below them, then columns leave by turn", () => {
  expect(at(50).lines.slice(0, 3)).toEqual([
    "                              another",
    "name                a figure      one  kept",
    "──────────────────  ────────  ───────  ──────────",
  ]);
  expect(at(50).left).toEqual([]);
  const { lines, left } = at(40);
  expect(left).toEqual([]);
  expect(lines.slice(3)).toEqual([
    "first of     1.23     −0.5  8 (1 to 9)",
    "all names   12300",
    "second          3  1.00e-7  9",
  ]);
  expect(at(32).left).toEqual(["another one"]);
  expect(at(24).left).toEqual(["another one", "a figure"]);
});

test("what cannot leave is folded at spaces, and at last shortened", () => {
  const lines = fitTable(
    [{ title: "kind" }, { title: "summary" }],
    [["k", "some words to tell"]],
    14,
  ).text.split("\n");
  expect(lines.slice(2)).toEqual(["k     some", "      words to", "      tell"]);
  const one = fitTable([{ title: "kind" }], [["averyveryverylongname"]], 10).text.split("\n");
  expect(one[2]).toMatch(/^a.*….*e$/);
  expect(one[2].length).toBeLessThanOrEqual(10);
});

test("a column without a value is not there, and is not missed", () => {
  const { text, left } = fitTable(
    [{ title: "a" }, { title: "b", leaves: 1 }],
    [
      [1, null],
      [2, ""],
    ],
    80,
  );
  expect(text.split("\n")[0]).toBe("a");
  expect(left).toEqual([]);
});

test("columns of equal rank are stacked, all beside the first", () => {
  const table = stackedTables(
    "above",
    ["one", "two", "three"],
    [[-5, "aaaaaaaa", "bbbbbbbb", "cccccccc"]],
    26,
  );
  expect(table.split("\n\n").map((part) => part.split("\n")[0].split(/ +/))).toEqual([
    ["above", "one", "two"],
    ["above", "three"],
  ]);
  expect(stackedTables("above", ["one"], [[1, "a"]], 4)).toContain("one"); // at least one
});

test("what has left is told with its titles", () => {
  expect(noRoomFor(["a", "b [95\u00a0%]"])).toBe(
    "No room for a and b [95 %]: a wider terminal and --json show more.",
  );
});

test("a title is wrapped as its table is", () => {
  expect(titled("a study with a long name, mean of 5 seeds", "table", 20)).toBe(
    "a study with a long\nname, mean of 5\nseeds\ntable\n\n",
  );
  expect(titled("a study with a long name", "table", Number.POSITIVE_INFINITY)).toBe(
    "a study with a long name\ntable\n\n",
  );
});
