import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { version } from "../store/version.ts";
import type { Column, ColumnType, Row } from "./relation.ts";
import { vectorOf } from "./value.ts";

/** A row group is full at so many rows or coordinates of vectors: about 25 MB while it is put together. */
const GROUP = { rows: 1 << 16, coordinates: 1 << 19 };

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

/**
 * Writes rows as an Apache Parquet file, row group by row group. Types are INT64, DOUBLE, UTF8 text and
 * list<double>, all nullable; numbers that are not finite stay what they are.
 *
 * @returns the number of rows
 */
export const writeParquet = (path: string, columns: readonly Column[], rows: Iterable<Row>): number => {
  const file = new ParquetWriter({
    writer: fileWriter(path),
    schema: [{ name: "schema", num_children: columns.length }, ...columns.flatMap(elementsOf)],
    createdBy: `trueslope version ${version()}`,
  });
  const group: Cell[][] = columns.map(() => []);
  let count = 0;
  let coordinates = 0;
  const flush = () => {
    file.write({
      columnData: columns.map(({ name, type }, j) => ({
        name,
        data: group[j],
        // the extremes of all coordinates say nothing, and a dictionary of them is hardly ever smaller
        ...(type === "vector" && { statistics: false, encoding: "PLAIN" as const }),
      })),
      rowGroupSize: group[0].length,
    });
    for (const values of group) values.length = 0;
    coordinates = 0;
  };
  for (const row of rows) {
    count++;
    for (let j = 0; j < columns.length; j++) {
      const cell = cellOf(row[j], columns[j]);
      group[j].push(cell);
      if (Array.isArray(cell)) coordinates += cell.length;
    }
    if (group[0].length >= GROUP.rows || coordinates >= GROUP.coordinates) flush();
  }
  if (group[0].length > 0) flush();
  file.finish();
  return count;
};

type Cell = bigint | number | string | number[] | null;

const cellOf = (value: Row[number], column: Column): Cell => {
  if (value === null) return null;
  if (column.type === "vector") return Array.from(vectorOf(value, column));
  if (column.type === "real") return Number(value);
  return column.type === "integer" ? (value as bigint) : String(value);
};

const PHYSICAL: Readonly<Record<Exclude<ColumnType, "vector">, Omit<Schema[number], "name">>> = {
  integer: { type: "INT64" },
  real: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
};

/** A column as elements of the schema: one, or the three levels of a list. */
const elementsOf = ({ name, type }: Column): Schema =>
  type === "vector"
    ? [
        { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", repetition_type: "REQUIRED", type: "DOUBLE" },
      ]
    : [{ name, repetition_type: "OPTIONAL", ...PHYSICAL[type] }];
