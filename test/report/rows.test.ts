import { expect, test } from "vitest";
import { formatRows } from "../../src/report/rows.ts";

const rows = [
  { estimator: "total", mean_cosine: 0.123456, note: null },
  { estimator: "to-go", mean_cosine: -2, note: "all of it" },
];

test("rows are a table where it has room, and else lists of their columns, with nothing left out", () => {
  expect(formatRows(rows, "table", 80).split("\n")[0]).toBe("estimator  mean_cosine  note");
  expect(formatRows(rows, "table", 33)).toBe(formatRows(rows, "table"));
  expect(formatRows(rows, "table", 32)).toBe(
    [
      "row 1",
      "  estimator    total",
      "  mean_cosine  0.1235",
      "  note",
      "row 2",
      "  estimator    to-go",
      "  mean_cosine  -2",
      "  note         all of it",
      "",
    ].join("\n"),
  );
});

test("what another program reads is the same at every width", () => {
  for (const format of ["csv", "json"] as const)
    expect(formatRows(rows, format, 10)).toBe(formatRows(rows, format));
});
