import { describe, expect, it } from "vitest";
import { stratified } from "../../src/diagnostics/variance/stratified.ts";
import { draws } from "./known-critics.ts";

describe("stratified", () => {
  it("takes all where there are no more than asked for, and draws nothing", () => {
    const none = {
      next: () => {
        throw new Error("a draw");
      },
    };
    const { places, weights } = stratified(3, 5, none);
    expect([...places]).toEqual([0, 1, 2]);
    expect([...weights]).toEqual([1, 1, 1]);
  });

  it("takes one of each stratum, and each number as often as its weight asks for", () => {
    const random = draws("strata");
    const [length, count, repetitions] = [7, 3, 20_000];
    const mass = new Float64Array(length);
    for (let r = 0; r < repetitions; r++) {
      const { places, weights } = stratified(length, count, random);
      expect(places[0] < places[1] && places[1] < places[2]).toBe(true);
      for (const [l, t] of places.entries()) mass[t] += weights[l] / repetitions;
    }
    // a weight of at most 3, met with probability 1/3: deviation √2 / √20000
    for (const each of mass) expect(Math.abs(each - 1) / 0.01).toBeLessThan(4);
  });
});
