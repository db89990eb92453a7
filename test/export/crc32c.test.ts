import { expect, test } from "vitest";
import { crc32c } from "../../src/export/crc32c.ts";

test.for([
  ["the digits 1 to 9", Buffer.from("123456789"), 0xe3069283],
  ["nothing", new Uint8Array(0), 0],
  ["32 bytes of zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 bytes of ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["32 ascending bytes", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ["32 descending bytes", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
] as const)("the check of %s is that of RFC 3720", ([, bytes, check]) => {
  expect(crc32c(bytes)).toBe(check);
});
