/** A point as an event file holds it. */
export interface Point {
  readonly tag: string;
  readonly step: number;
  readonly wallTime: number;
  readonly value: number;
}

/** The CRC-32C bit by bit, as a division of polynomials. */
const slowCheck = (bytes: Uint8Array): number => {
  let register = 0xffffffff;
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const out = (register ^ (byte >>> bit)) & 1;
      register >>>= 1;
      if (out) register ^= 0x82f63b78;
    }
  return (register ^ 0xffffffff) >>> 0;
};

const unmasked = (masked: number): number => {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
};

/** The records of a TFRecord file. @throws Error if a check is wrong or the file ends too early */
export const readRecords = (bytes: Buffer): Buffer[] => {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    if (unmasked(bytes.readUInt32LE(at + 8)) !== slowCheck(bytes.subarray(at, at + 8)))
      throw new Error(`wrong check of the length at ${at}`);
    const record = bytes.subarray(at + 12, at + 12 + length);
    if (unmasked(bytes.readUInt32LE(at + 12 + length)) !== slowCheck(record))
      throw new Error(`wrong check of the record at ${at}`);
    records.push(record);
    at += 16 + length;
  }
  return records;
};

/** The fields of any protobuf message: numbers for fixed widths by `fixed`, bigint for varints, bytes else. */
const fieldsOf = (message: Buffer): [field: number, value: bigint | Buffer][] => {
  const fields: [number, bigint | Buffer][] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      value += BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const key = Number(varint());
    const wire = key & 7;
    if (wire === 0) fields.push([key >> 3, varint()]);
    else if (wire === 1) fields.push([key >> 3, take(8)]);
    else if (wire === 2) fields.push([key >> 3, take(Number(varint()))]);
    else if (wire === 5) fields.push([key >> 3, take(4)]);
    else throw new Error(`wire type ${wire}`);
  }
  return fields;
};

const field = (message: Buffer, number: number) => fieldsOf(message).find(([n]) => n === number)?.[1];

/** The version in the first record, and all points of the others. */
export const readEvents = (bytes: Buffer): { version: string; points: Point[] } => {
  const [first, ...rest] = readRecords(bytes);
  const points = rest.flatMap((event) => {
    const wallTime = (field(event, 1) as Buffer).readDoubleLE();
    const step = Number(field(event, 2));
    return fieldsOf(field(event, 5) as Buffer).map(([, value]) => ({
      tag: String(field(value as Buffer, 1)),
      step,
      wallTime,
      value: (field(value as Buffer, 2) as Buffer).readFloatLE(),
    }));
  });
  return { version: String(field(first, 3)), points };
};
