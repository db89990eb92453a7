import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OutsideProcess } from "../../src/bridge/outside-process.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";

/** A program that answers each frame with what `answer` makes of its bytes. */
const program = (answer: string) => `
const fs = require("node:fs");
const read = (n) => {
  const bytes = Buffer.alloc(n);
  for (let done = 0; done < n; ) {
    const count = fs.readSync(3, bytes, done, n - done, null);
    if (count === 0) process.exit(0);
    done += count;
  }
  return bytes;
};
const write = (bytes) => { for (let done = 0; done < bytes.length; ) done += fs.writeSync(4, bytes, done); };
for (;;) {
  const length = read(8);
  const header = read(Number(length.readBigUInt64LE()));
  const ends = Object.values(JSON.parse(header)).map((each) => each.data_offsets?.[1] ?? 0);
  const data = read(Math.max(0, ...ends));
  console.log("asked with " + data.length + " bytes");
  ${answer}
}`;

const open: OutsideProcess[] = [];
const start = (answer: string, timeout = 20): OutsideProcess => {
  const made = new OutsideProcess({ command: [process.execPath, "-e", program(answer)], timeout });
  open.push(made);
  return made;
};
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

const ECHO = "write(length); write(header); write(data);";
const numbers = (count: number) => [
  { name: "numbers", shape: [count], values: Float64Array.from({ length: count }, (_, i) => i / 7) },
];
/** A folder for temporary files that no other test uses. */
const { TMPDIR } = process.env;
beforeAll(() => {
  process.env.TMPDIR = temporaryFolder();
});
afterAll(() => {
  process.env.TMPDIR = TMPDIR;
});
const leftovers = () => readdirSync(tmpdir());

describe("another process", () => {
  it("answers frames small and larger than a pipe, printing as it likes, and leaves no file behind", () => {
    const echo = start(ECHO);
    expect(leftovers()).toEqual([]);
    for (const count of [1, 1000, 200_000, 2]) {
      const { tensors, metadata } = echo.ask(numbers(count), { call: "echo" });
      expect(tensors.get("numbers")?.values).toEqual(numbers(count)[0].values);
      expect(metadata).toEqual({ call: "echo" });
    }
  });

  it("that ends is told with the last that it printed, also by whoever asks again", () => {
    const broken = start('console.error("no such layer"); process.exit(3);');
    expect(() => broken.ask(numbers(3), {})).toThrow(
      /ended before it answered; it printed last:\n.*asked with 24 bytes\nno such layer$/s,
    );
    expect(() => broken.ask(numbers(3), {})).toThrow("has ended, and is asked no more");
  });

  it("that takes too long is ended, and the error says so", () => {
    const slow = start("for (;;) {}", 0.5);
    expect(() => slow.ask(numbers(3), {})).toThrow("took more than 0.5 s for one answer and was ended");
  });

  it("that answers no frame is told so", () => {
    expect(() => start('write(Buffer.alloc(64, "x"));').ask(numbers(1), {})).toThrow(
      "answered what is no frame",
    );
    expect(() =>
      start('write(Buffer.from("\\x02\\0\\0\\0\\0\\0\\0\\0no")); process.exit(0);').ask(numbers(1), {}),
    ).toThrow("answered what is no frame");
  });

  it("that cannot be started is told by its name", () => {
    expect(() => new OutsideProcess({ command: ["no-such-python", "a.py"], timeout: 5 })).toThrow(
      "no-such-python cannot be started: is it installed, and on the PATH?",
    );
    expect(leftovers()).toEqual([]);
  });
});
