import { describe, expect, it } from "vitest";
import { dataLength, decodeFrame, encodeFrame, headerLength, type Tensor } from "../../src/bridge/frame.ts";

const read = (bytes: Uint8Array) => {
  const end = 8 + headerLength(bytes);
  const header = bytes.subarray(8, end);
  expect(end + dataLength(header)).toBe(bytes.length);
  return decodeFrame(header, bytes.subarray(end));
};

describe("a frame", () => {
  const tensors: Tensor[] = [
    { name: "terminated", shape: [3], values: Uint8Array.of(1, 0, 1) },
    { name: "offsets", shape: [3], values: Int32Array.of(0, 2, -7) },
    { name: "rewards", shape: [2, 1], values: Float64Array.of(0.1, -1e300) },
    { name: "half", shape: [1], values: Float32Array.of(0.5) },
    { name: "none", shape: [0], values: new Float64Array(0) },
  ];

  it("comes back as it was sent, of every dtype, with its texts", () => {
    const { tensors: back, metadata } = read(encodeFrame(tensors, { call: "estimate", text: "γ ≥ 0" }));
    expect([...back.values()]).toEqual(tensors);
    expect(metadata).toEqual({ call: "estimate", text: "γ ≥ 0" });
  });

  it("begins all numbers at multiples of 8 bytes, and has no holes", () => {
    const bytes = encodeFrame(tensors, {});
    const length = headerLength(bytes);
    expect(length % 8).toBe(0);
    const { __metadata__: _, ...entries } = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString());
    let end = 0;
    for (const [name, { data_offsets }] of Object.entries(
      entries as Record<string, { data_offsets: number[] }>,
    )) {
      expect(data_offsets[0]).toBe(end);
      if (!name.startsWith("_")) expect(data_offsets[0] % 8).toBe(0);
      end = data_offsets[1];
    }
  });

  it("with a dtype that is not known is refused by its name", () => {
    const header = Buffer.from('{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}');
    expect(() => decodeFrame(header, new Uint8Array(2))).toThrow(
      "a has the dtype BF16; expected F64, F32, I32, U8",
    );
  });
});
