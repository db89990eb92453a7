import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writeCsv } from "../../src/export/csv.ts";
import { writeJsonLines } from "../../src/export/json-lines.ts";
import type { Column, Row } from "../../src/export/relation.ts";
import { toBlob } from "../../src/store/vectors.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";
import { parseCsv } from "./parse-csv.ts";

const columns: Column[] = [
  { name: "n", type: "integer" },
  { name: "x", type: "real" },
  { name: "a, b", type: "text" },
  { name: "g", type: "vector" },
];
const rows: Row[] = [
  [9007199254740993n, 1, "plain", toBlob(Float64Array.of(1, -0.5))],
  [null, null, null, null],
  [-1n, 0.1, "", new Uint8Array(0)],
  [0n, Number.NEGATIVE_INFINITY, 'say "hi",\nthen go', toBlob(Float64Array.of(Number.NaN))],
  [0n, 3n, " ∇J ", null], // an integer among the reals of a view
];
const written = (write: typeof writeCsv, given = rows) => {
  const path = temporaryFile();
  expect(write(path, columns, given)).toBe(given.length);
  return readFileSync(path, "utf8");
};

describe("CSV", () => {
  it("has a line of names, empty fields for NULL, quotes where they are needed", () => {
    expect(written(writeCsv)).toBe(
      'n,x,"a, b",g\n' +
        '9007199254740993,1.0,plain,"[1,-0.5]"\n' +
        ",,,\n" +
        '-1,0.1,"",[]\n' +
        '0,-Infinity,"say ""hi"",\nthen go",[null]\n' +
        '0,3.0," ∇J ",\n',
    );
  });

  it("gives every text back", () => {
    expect(parseCsv(written(writeCsv)).map((fields) => fields[2])).toEqual([
      "a, b",
      "plain",
      null,
      "",
      'say "hi",\nthen go',
      " ∇J ",
    ]);
  });

  it("has the line of names where there are no rows", () => {
    expect(written(writeCsv, [])).toBe('n,x,"a, b",g\n');
  });
});

describe("JSON Lines", () => {
  it("has an object per line, with null for NULL and for what is not finite", () => {
    expect(written(writeJsonLines)).toBe(
      '{"n":9007199254740993,"x":1.0,"a, b":"plain","g":[1,-0.5]}\n' +
        '{"n":null,"x":null,"a, b":null,"g":null}\n' +
        '{"n":-1,"x":0.1,"a, b":"","g":[]}\n' +
        '{"n":0,"x":null,"a, b":"say \\"hi\\",\\nthen go","g":[null]}\n' +
        '{"n":0,"x":3.0,"a, b":" ∇J ","g":null}\n',
    );
  });

  it("is written whole when it is longer than what is held in memory", () => {
    const many = Array.from({ length: 3000 }, (_, i): Row => [BigInt(i), i / 7, "x".repeat(500), null]);
    const lines = written(writeJsonLines, many).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).n)).toEqual(many.map((_, i) => i));
  });
});
