/**
 * Messages of TensorBoard's event files in the wire format of Protocol Buffers, only the fields that are written:
 *
 *     Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 *     Summary { repeated Value value = 1; }      Value { string tag = 1; float simple_value = 2; }
 *
 * Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto; protobuf.dev, "Encoding".
 */
const WIRE = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** The first record of a file. @param wallTime seconds since 1970 */
export const versionEvent = (wallTime: number): Buffer =>
  Buffer.concat([double(1, wallTime), bytes(3, Buffer.from("brain.Event:2"))]);

/**
 * The values of some tags at one step.
 *
 * @param wallTime seconds since 1970
 * @param step     a whole number ≥ 0
 * @param values   by tag; kept with 24 bits of precision
 */
export const scalarEvent = (
  wallTime: number,
  step: bigint,
  values: readonly (readonly [tag: string, value: number])[],
): Buffer => {
  const summary = values.map(([tag, value]) =>
    bytes(1, Buffer.concat([bytes(1, Buffer.from(tag)), float(2, value)])),
  );
  return Buffer.concat([
    double(1, wallTime),
    key(2, WIRE.varint),
    varint(step),
    bytes(5, Buffer.concat(summary)),
  ]);
};

const key = (field: number, wire: number): Buffer => varint(BigInt((field << 3) | wire));

/** Seven bits per byte, lowest first; the top bit says that more follow. */
const varint = (value: bigint): Buffer => {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128);
  return Buffer.from([...out, Number(rest)]);
};

const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([key(field, WIRE.lengthDelimited), varint(BigInt(content.length)), content]);

const double = (field: number, value: number): Buffer => {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([key(field, WIRE.fixed64), content]);
};

const float = (field: number, value: number): Buffer => {
  const content = Buffer.alloc(4);
  content.writeFloatLE(value);
  return Buffer.concat([key(field, WIRE.fixed32), content]);
};
