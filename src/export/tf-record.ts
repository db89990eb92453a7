import { crc32c } from "./crc32c.ts";

/**
 * Frames one record as TFRecord files have it: length (uint64), its check, the record, its check (uint32 each),
 * all little-endian. A check is the CRC-32C, rotated by 15 bits and shifted by a constant, so that a record that
 * holds checks of its own does not confuse it.
 *
 * Source: TensorFlow, "TFRecord and tf.train.Example", section "TFRecords format details".
 */
export const tfRecord = (record: Uint8Array): Buffer => {
  const frame = Buffer.alloc(12 + record.length + 4);
  frame.writeBigUInt64LE(BigInt(record.length), 0);
  frame.writeUInt32LE(masked(crc32c(frame.subarray(0, 8))), 8);
  frame.set(record, 12);
  frame.writeUInt32LE(masked(crc32c(record)), 12 + record.length);
  return frame;
};

const masked = (check: number): number => (((check >>> 15) | (check << 17)) + 0xa282ead8) >>> 0;
