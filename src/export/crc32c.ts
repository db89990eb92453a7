/** Remainders of all bytes for the Castagnoli polynomial 0x1EDC6F41, bits reversed. # [256] */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
  return remainder;
});

/** The cyclic redundancy check CRC-32C of some bytes. Source: RFC 3720, §12.1 and appendix B.4. */
export const crc32c = (bytes: Uint8Array): number => {
  let sum = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) sum = REMAINDERS[(sum ^ bytes[i]) & 0xff] ^ (sum >>> 8);
  return ~sum >>> 0;
};
