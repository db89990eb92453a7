import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { writeParquet } from "../../src/export/parquet.ts";
import type { Column, Row } from "../../src/export/relation.ts";
import { toBlob } from "../../src/store/vectors.ts";
import { temporaryFile } from "../suite/temporary-folder.ts";

const columns: Column[] = [
  { name: "n", type: "integer" },
  { name: "x", type: "real" },
  { name: "t", type: "text" },
  { name: "g", type: "vector" },
];

const written = async (rows: readonly Row[]) => {
  const path = temporaryFile("rows.parquet");
  expect(writeParquet(path, columns, rows)).toBe(rows.length);
  const file = await asyncBufferFromFile(path);
  return { metadata: await parquetMetadataAsync(file), rows: await parquetReadObjects({ file }) };
};

test("values come back as they were: NULL, large integers, numbers that are not finite, empty vectors", async () => {
  const g = Float64Array.of(0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY);
  const { rows } = await written([
    [9007199254740993n, 0.1, "∇J", toBlob(g)],
    [null, null, null, null],
    [-(2n ** 63n), Number.POSITIVE_INFINITY, "", new Uint8Array(0)],
    [0n, 3n, "t", toBlob(Float64Array.of(1))],
  ]);
  expect(rows).toEqual([
    { n: 9007199254740993n, x: 0.1, t: "∇J", g: Array.from(g) },
    { n: null, x: null, t: null, g: undefined }, // as hyparquet has a list that is NULL
    { n: -(2n ** 63n), x: Number.POSITIVE_INFINITY, t: "", g: [] },
    { n: 0n, x: 3, t: "t", g: [1] },
  ]);
});

test("columns have the types of the schema, with no row to guess them from", async () => {
  const { metadata, rows } = await written([]);
  expect(rows).toEqual([]);
  const elements = metadata.schema.map(({ name, type, converted_type, repetition_type }) =>
    [name, repetition_type, type, converted_type].filter((fact) => fact !== undefined).join(" "),
  );
  expect(elements.slice(1)).toEqual([
    "n OPTIONAL INT64",
    "x OPTIONAL DOUBLE",
    "t OPTIONAL BYTE_ARRAY UTF8",
    "g OPTIONAL LIST",
    "list REPEATED",
    "element REQUIRED DOUBLE",
  ]);
});

test("many rows and long vectors are cut into row groups, and none is lost at a cut", async () => {
  const P = 6000;
  const rows = Array.from({ length: 220 }, (_, i): Row => {
    const g = Float64Array.from({ length: P }, (_, j) => (i * P + j) / 8);
    return [BigInt(i), null, null, i % 7 === 0 ? null : toBlob(g)];
  });
  const { metadata, rows: found } = await written(rows);
  expect(metadata.row_groups.length).toBeGreaterThan(1);
  expect(found.map(({ n }) => n)).toEqual(rows.map(([n]) => n));
  for (const [i, { g }] of found.entries()) {
    if (i % 7 === 0) expect(g).toBeUndefined();
    else expect([g.length, g[0], g[P - 1]]).toEqual([P, (i * P) / 8, (i * P + P - 1) / 8]);
  }
});
