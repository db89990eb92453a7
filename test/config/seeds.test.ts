import { describe, expect, it } from "vitest";
import { parseSeeds } from "../../src/config/seeds.ts";

describe("parseSeeds", () => {
  it("reads numbers, ranges with both ends, and lists of them, in the given order", () => {
    expect(parseSeeds("3")).toEqual([3]);
    expect(parseSeeds("0..2")).toEqual([0, 1, 2]);
    expect(parseSeeds("9, 1..2,5")).toEqual([9, 1, 2, 5]);
  });

  it.each([
    ["", 'expected seeds such as 3, 0..9 or 1,2,5..7; got ""'],
    ["1,", 'expected seeds such as 3, 0..9 or 1,2,5..7; got ""'],
    ["-1", 'expected seeds such as 3, 0..9 or 1,2,5..7; got "-1"'],
    ["2..1", 'expected seeds such as 3, 0..9 or 1,2,5..7; got "2..1"'],
    ["0...2", 'expected seeds such as 3, 0..9 or 1,2,5..7; got "0...2"'],
    ["0..3,2", "seed 2 is given twice"],
    ["0..99999999", "more than 100000 seeds"],
    ["0..60000,60001..120000", "more than 100000 seeds"],
    ["99999999999999999999", "seed 99999999999999999999 is too large"],
  ])("refuses %j", (text, message) => {
    expect(() => parseSeeds(text)).toThrow(new RangeError(message));
  });

  it("reads the most that a study may have", () => {
    expect(parseSeeds("0..99999")).toHaveLength(100_000);
  });
});
