import { writeCsv } from "./csv.ts";
import { writeJsonLines } from "./json-lines.ts";
import { writeParquet } from "./parquet.ts";
import type { Column, Row } from "./relation.ts";

/** A way to write a table or a view as one file. */
export interface FileFormat {
  readonly extension: string;
  /** @returns the number of rows */
  readonly write: (path: string, columns: readonly Column[], rows: Iterable<Row>) => number;
}

/** The formats that have a file per table and view. */
export const fileFormats = {
  parquet: { extension: ".parquet", write: writeParquet },
  csv: { extension: ".csv", write: writeCsv },
  jsonl: { extension: ".jsonl", write: writeJsonLines },
} satisfies Record<string, FileFormat>;

/** TensorBoard has a file per run. */
export type Format = keyof typeof fileFormats | "tensorboard";
