import type { ColumnChunk, SchemaElement } from "hyparquet";
import type { ParquetWriter } from "hyparquet-writer";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import { snappyCompress } from "hyparquet-writer/src/snappy.js";

type Writer = ParquetWriter["writer"];

const BYTES = Float64Array.BYTES_PER_ELEMENT;
const PAGE = 1 << 20; // bytes of vectors, about

/** Definition levels of a list that may be NULL: what there is of it. */
const [NOTHING, EMPTY, NUMBER] = [0, 1, 2];

/** The elements of the schema for a list<double> that may be NULL. */
export const listElements = (name: string): SchemaElement[] => [
  { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "REQUIRED", type: "DOUBLE" },
];

/**
 * Writes BLOBs of little-endian float64 as a column chunk of list<double>, whose plain encoding is their bytes: no number is
 * looked at. Without statistics, which say nothing of all coordinates.
 *
 * Source: Apache Parquet, data page v2 and the RLE/bit-packing hybrid of levels; Dremel (Melnik et al. 2010).
 */
export const writeVectors = (
  writer: Writer,
  name: string,
  vectors: readonly (Uint8Array | null)[],
): ColumnChunk => {
  const start = writer.offset;
  let [values, uncompressed] = [0, 0];
  for (let first = 0, next = 0; first < vectors.length; first = next) {
    let bytes = 0;
    while (next < vectors.length && bytes < PAGE) bytes += vectors[next++]?.byteLength ?? 0;
    const page = writePage(writer, vectors, first, next, bytes);
    values += page.values;
    uncompressed += page.uncompressed;
  }
  return {
    meta_data: {
      type: "DOUBLE",
      encodings: ["PLAIN"],
      path_in_schema: listElements(name).map((element) => element.name),
      codec: "SNAPPY",
      num_values: BigInt(values),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(uncompressed),
      data_page_offset: BigInt(start),
    },
    file_offset: BigInt(start),
  };
};

/** The vectors from `first` to before `end`, of so many bytes. */
const writePage = (
  writer: Writer,
  vectors: readonly (Uint8Array | null)[],
  first: number,
  end: number,
  bytes: number,
): { values: number; uncompressed: number } => {
  const numbers = new Uint8Array(bytes);
  const [repetitions, definitions] = [new ByteWriter(), new ByteWriter()];
  let [values, nulls, at] = [0, 0, 0];
  let [level, run] = [NUMBER, 0]; // of definition, not written yet
  for (let i = first; i < end; i++) {
    const vector = vectors[i];
    const length = (vector?.byteLength ?? 0) / BYTES;
    if (vector) numbers.set(vector, at);
    at += length * BYTES;
    const own = vector === null ? NOTHING : length === 0 ? EMPTY : NUMBER;
    const places = Math.max(1, length);
    appendRun(repetitions, 1, 0);
    appendRun(repetitions, places - 1, 1);
    if (own !== level) {
      appendRun(definitions, run, level);
      [level, run] = [own, 0];
    }
    run += places;
    values += places;
    if (own !== NUMBER) nulls++;
  }
  appendRun(definitions, run, level);
  const compressed = snappyCompress(numbers);
  const levels = repetitions.offset + definitions.offset;
  const before = writer.offset;
  writePageHeader(writer, {
    type: "DATA_PAGE_V2",
    uncompressed_page_size: levels + bytes,
    compressed_page_size: levels + compressed.length,
    data_page_header_v2: {
      num_values: values,
      num_nulls: nulls,
      num_rows: end - first,
      encoding: "PLAIN",
      repetition_levels_byte_length: repetitions.offset,
      definition_levels_byte_length: definitions.offset,
      is_compressed: true,
    },
  });
  const header = writer.offset - before;
  for (const part of [repetitions.getBytes(), definitions.getBytes(), compressed]) writer.appendBytes(part);
  return { values, uncompressed: header + levels + bytes };
};

/** A run of one level: its length, shifted by the bit that tells it from packed bits, and the level. */
const appendRun = (levels: ByteWriter, length: number, level: number): void => {
  if (length === 0) return;
  levels.appendVarInt(length << 1);
  levels.appendUint8(level);
};
