import { describe, expect, it } from "vitest";
import { stream } from "../../src/random.ts";
import { Tape } from "../../src/sampling/tape.ts";

const played = (tape: Tape, count: number) => Array.from({ length: count }, () => tape.next());

describe("a tape", () => {
  it("plays what it recorded again, from the beginning or a place, and goes on where it ends", () => {
    const tape = new Tape();
    tape.record(stream("test", "tape"));
    const source = stream("test", "tape");
    const draws = Array.from({ length: 300 }, () => source.next());
    expect(played(tape, 200)).toEqual(draws.slice(0, 200));
    expect(tape.place).toBe(200);
    tape.rewind(150);
    expect(played(tape, 150)).toEqual(draws.slice(150));
    tape.rewind();
    expect(played(tape, 300)).toEqual(draws);
  });

  it("is empty when it records anew", () => {
    const tape = new Tape();
    tape.record(stream("test", "tape"));
    const [first] = played(tape, 3);
    tape.record();
    expect(tape.place).toBe(0);
    expect(played(tape, 1)).not.toEqual([first]);
  });
});
