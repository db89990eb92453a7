/** Numbers with a name and a shape, row-major. */
export interface Tensor<Values extends Numbers = Numbers> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

export type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** What a frame holds. */
export interface Frame {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes that numbers begin at a multiple of. */
const ALIGNMENT = 8;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const DTYPES = { F64: Float64Array, F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;
type Dtype = keyof typeof DTYPES;

const dtypeOf = (values: Numbers): Dtype =>
  (Object.keys(DTYPES) as Dtype[]).find((dtype) => values instanceof DTYPES[dtype]) as Dtype;

/**
 * Tensors in the format of safetensors, in parts that follow each other: the length of the header, a little-endian integer
 * of 8 bytes; the header, JSON padded by spaces; and the numbers, little-endian, one tensor after the other. Each begins at a
 * multiple of 8 bytes; what lies between is a tensor whose name begins with `_`, as the format knows no holes.
 *
 * Source: Hugging Face, safetensors, "Format".
 *
 * @param metadata texts by name, kept in the header
 * @returns views of the tensors' numbers
 */
export const frameParts = (
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] => {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  const parts = tensors.flatMap(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    header[name] = { dtype: dtypeOf(values), shape, data_offsets: [start, end] };
    const gap = aligned(end) - end;
    if (gap > 0) header[`_${end}`] = { dtype: "U8", shape: [gap], data_offsets: [end, end + gap] };
    end += gap;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return gap > 0 ? [bytes, new Uint8Array(gap)] : [bytes];
  });
  const text = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8 + aligned(text.length), " ");
  head.writeBigUInt64LE(BigInt(head.length - 8));
  text.copy(head, 8);
  return [head, ...parts];
};

/** The same in one piece. */
export const encodeFrame = (
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array => Buffer.concat(frameParts(tensors, metadata));

/** Bytes of a frame that begins with these 8. */
export const headerLength = (start: Uint8Array): number =>
  Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

const entriesOf = (header: Uint8Array) => {
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(Buffer.from(header).toString()) as Header & {
    __metadata__?: Record<string, string>;
  };
  return { metadata, entries: Object.entries(entries) };
};

/** Bytes of the numbers behind a header. @throws SyntaxError if the header is no JSON */
export const dataLength = (header: Uint8Array): number =>
  entriesOf(header).entries.reduce((most, [, { data_offsets }]) => Math.max(most, data_offsets[1]), 0);

/** Reads a frame, from its header (without the 8 bytes of its length) and its numbers. @throws RangeError for an unknown dtype */
export const decodeFrame = (header: Uint8Array, data: Uint8Array): Frame => {
  const { metadata, entries } = entriesOf(header);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets }] of entries) {
    if (name.startsWith("_")) continue;
    if (!(dtype in DTYPES))
      throw new RangeError(`${name} has the dtype ${dtype}; expected ${Object.keys(DTYPES).join(", ")}`);
    const bytes = new Uint8Array(data.subarray(...data_offsets)); // a copy, which begins where any dtype may
    tensors.set(name, { name, shape, values: new DTYPES[dtype as Dtype](bytes.buffer) });
  }
  return { metadata, tensors };
};
