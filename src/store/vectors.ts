import { endianness } from "node:os";

const BYTES = Float64Array.BYTES_PER_ELEMENT;
const littleEndian = endianness() === "LE";

/**
 * The bytes of `length` numbers from `start` as a BLOB of little-endian float64: a view, not a copy, on
 * little-endian machines, so valid only until `values` changes.
 */
export function toBlob(values: Float64Array, start = 0, length = values.length - start): Buffer {
  const view = Buffer.from(values.buffer, values.byteOffset + start * BYTES, length * BYTES);
  return littleEndian ? view : Buffer.from(view).swap64();
}

/**
 * A BLOB of `length` numbers that is written again and again: for rows in a loop, where a view for each would be
 * garbage for each. The returned function fills it with the numbers from `start` and returns it.
 */
export function reusedBlob(length: number): (values: Float64Array, start: number) => Buffer {
  const numbers = new Float64Array(length);
  const bytes = toBlob(numbers);
  return (values, start) => {
    for (let j = 0; j < length; j++) numbers[j] = values[start + j];
    return littleEndian ? bytes : toBlob(numbers);
  };
}

/**
 * The numbers of a BLOB of little-endian float64; a view where the machine and the alignment allow it.
 *
 * @throws RangeError if the length is not a multiple of 8 bytes
 */
export function fromBlob(blob: Uint8Array): Float64Array {
  if (blob.byteLength % BYTES !== 0)
    throw new RangeError(`a BLOB of ${blob.byteLength} bytes is not a vector of float64 (8 bytes each)`);
  if (littleEndian && blob.byteOffset % BYTES === 0)
    return new Float64Array(blob.buffer, blob.byteOffset, blob.byteLength / BYTES);
  const copy = Buffer.from(new Uint8Array(blob).buffer);
  if (!littleEndian) copy.swap64();
  return new Float64Array(copy.buffer);
}
