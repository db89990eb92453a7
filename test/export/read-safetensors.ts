import { readFileSync } from "node:fs";

/** A file of safetensors, read by its specification: what it says of itself, and its tensors. */
export const readSafetensors = (path: string) => {
  const file = readFileSync(path);
  const length = Number(file.readBigUInt64LE(0));
  const { __metadata__: metadata, ...entries } = JSON.parse(file.subarray(8, 8 + length).toString());
  let end = 0;
  const tensors = Object.entries(entries as Record<string, Entry>).map(([name, entry]) => {
    const [from, to] = entry.data_offsets;
    if (from !== end || entry.dtype !== "F64") throw new Error(`${name} does not follow what is before it`);
    end = to;
    const bytes = file.subarray(8 + length + from, 8 + length + to);
    const values = Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
    return [name, { shape: entry.shape, values }] as const;
  });
  if (8 + length + end !== file.length) throw new Error("bytes are left over");
  return { header: length, metadata, tensors: Object.fromEntries(tensors) };
};

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}
