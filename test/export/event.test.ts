import { expect, test } from "vitest";
import { scalarEvent, versionEvent } from "../../src/export/event.ts";
import { tfRecord } from "../../src/export/tf-record.ts";
import { readEvents, readRecords } from "./read-events.ts";

test("an event is written as Protocol Buffers say", () => {
  expect(versionEvent(1).toString("hex")).toBe(
    `09${"000000000000f03f"}1a0d${Buffer.from("brain.Event:2").toString("hex")}`,
  );
  // step 300 is ac 02; the value "a" of 0.5 is 0a 01 61, 15 00 00 00 3f
  expect(scalarEvent(1, 300n, [["a", 0.5]]).toString("hex")).toBe(
    `09${"000000000000f03f"}10ac02${"2a0a"}${"0a08"}0a0161150000003f`,
  );
});

test("a record is framed with its length and two masked checks", () => {
  const frame = tfRecord(Buffer.from("123456789"));
  expect(frame.readBigUInt64LE(0)).toBe(9n);
  // crc32c("123456789") = e3069283: rotated right by 15 bits 2507c60d, plus a282ead8
  expect(frame.readUInt32LE(21)).toBe(0xc78ab0e5);
  expect(frame).toHaveLength(25);
});

test("what is written is what an independent reader finds", () => {
  const steps = [0n, 127n, 128n, 2n ** 40n];
  const file = Buffer.concat(
    [
      versionEvent(1.5),
      ...steps.map((step) =>
        scalarEvent(1.5, step, [
          ["∇/norm", 0.25],
          ["b", -3e5],
        ]),
      ),
    ].map(tfRecord),
  );
  expect(readEvents(file)).toEqual({
    version: "brain.Event:2",
    points: steps.flatMap((step) => [
      { tag: "∇/norm", step: Number(step), wallTime: 1.5, value: 0.25 },
      { tag: "b", step: Number(step), wallTime: 1.5, value: -3e5 },
    ]),
  });
});

test("the reader notices any byte that is changed", () => {
  const file = tfRecord(versionEvent(1.5));
  for (let i = 0; i < file.length; i++) {
    const changed = Buffer.from(file);
    changed[i] ^= 4;
    expect(() => readRecords(changed), `byte ${i}`).toThrow();
  }
});
