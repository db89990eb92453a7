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
