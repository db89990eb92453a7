import type { Random } from "../../random.ts";
import type { Strata } from "./strata.ts";

/** Draws as many units of each stratum as it has, with replacement. @param counts how often each was drawn, written. # [n] */
export const resample = (strata: Strata, random: Random, counts: Int32Array): void => {
  counts.fill(0);
  for (let k = 0; k + 1 < strata.length; k++) {
    const from = strata[k];
    const size = strata[k + 1] - from;
    for (let i = 0; i < size; i++) counts[from + Math.floor(random.next() * size)]++;
  }
};
