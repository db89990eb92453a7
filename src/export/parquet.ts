import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { writeColumn } from "hyparquet-writer/src/column.js";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";
import { version } from "../store/version.ts";
import { listElements, writeVectors } from "./parquet-vectors.ts";
import type { Column, ColumnType, Row } from "./relation.ts";
import { blobOf } from "./value.ts";

/** A row group is full at so many rows or bytes of vectors. */
const GROUP = { rows: 1 << 16, bytes: 1 << 23 };

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
  let bytes = 0;
  const flush = () => {
    writeGroup(file, columns, group);
    for (const values of group) values.length = 0;
    bytes = 0;
  };
  for (const row of rows) {
    count++;
    for (let j = 0; j < columns.length; j++) {
      const cell = cellOf(row[j], columns[j]);
      group[j].push(cell);
      if (cell instanceof Uint8Array) bytes += cell.byteLength;
    }
    if (group[0].length >= GROUP.rows || bytes >= GROUP.bytes) flush();
  }
  if (group[0].length > 0) flush();
  file.finish();
  return count;
};

type Cell = bigint | number | string | Uint8Array | null;

const cellOf = (value: Row[number], column: Column): Cell => {
  if (value === null) return null;
  if (column.type === "vector") return blobOf(value, column);
  if (column.type === "real") return Number(value);
  return column.type === "integer" ? (value as bigint) : String(value);
};

/** Appends a row group; vectors by their bytes, everything else as the package does. */
const writeGroup = (file: ParquetWriter, columns: readonly Column[], group: readonly Cell[][]): void => {
  const { writer } = file;
  const before = writer.offset;
  const written = columns.map((column, j) => {
    if (column.type === "vector")
      return { chunk: writeVectors(writer, column.name, group[j] as (Uint8Array | null)[]) };
    const values = group[j];
    const [element] = elementsOf(column);
    return writeColumn({
      writer,
      column: {
        columnName: column.name,
        element,
        schemaPath: [file.schema[0], element],
        codec: "SNAPPY",
        compressors: { SNAPPY: snappyCompress },
        stats: true,
        pageSize: 1 << 20,
        columnIndex: false,
        offsetIndex: true,
      },
      pageData: {
        values,
        definitionLevels: values.map((value) => (value === null ? 0 : 1)),
        repetitionLevels: [],
        maxDefinitionLevel: 1,
      },
    });
  });
  const chunks = written.map(({ chunk }) => chunk);
  const rows = BigInt(group[0].length);
  file.pendingIndexes.push(...written);
  file.num_rows += rows;
  file.row_groups.push({
    columns: chunks,
    total_byte_size: chunks.reduce(
      (sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n),
      0n,
    ),
    total_compressed_size: BigInt(writer.offset - before),
    num_rows: rows,
  });
};

const PHYSICAL: Readonly<Record<Exclude<ColumnType, "vector">, Omit<Schema[number], "name">>> = {
  integer: { type: "INT64" },
  real: { type: "DOUBLE" },
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
};

/** A column as elements of the schema: one, or the three levels of a list. */
const elementsOf = ({ name, type }: Column): Schema =>
  type === "vector" ? listElements(name) : [{ name, repetition_type: "OPTIONAL", ...PHYSICAL[type] }];
