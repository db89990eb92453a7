/** Numbers with a name and a shape, row-major. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Bytes that a file begins its numbers at a multiple of. */
const ALIGNMENT = 8;

/**
 * Tensors as a file in the format of safetensors: the length of the header, a little-endian integer of 8 bytes; the header,
 * JSON padded by spaces; and the numbers as little-endian float64, one tensor after the other.
 *
 * Source: Hugging Face, safetensors, "Format".
 *
 * @param metadata texts by name, kept in the header
 */
export const safetensors = (
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array => {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: "F64", shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const first = 8 + Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const file = Buffer.alloc(first + end, " ");
  file.writeBigUInt64LE(BigInt(first - 8));
  text.copy(file, 8);
  let place = first;
  for (const { values } of tensors) for (const value of values) place = file.writeDoubleLE(value, place);
  return file;
};
