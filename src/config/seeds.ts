import { z } from "zod";

const seed = z.int().min(0);
const RANGE = /^(\d+)(?:\.\.(\d+))?$/;

/** Most seeds of one study. */
const MAX_SEEDS = 100_000;

/** Reads "3", "0..9" or "1,2,5..7". @throws RangeError naming the part that is not of this form */
export const parseSeeds = (text: string): number[] => {
  const seeds = new Set<number>();
  for (const part of text.split(",").map((each) => each.trim())) {
    const [, first, last = first] = RANGE.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first))
      throw new RangeError(`expected seeds such as 3, 0..9 or 1,2,5..7; got "${part}"`);
    if (!Number.isSafeInteger(Number(last))) throw new RangeError(`seed ${last} is too large`);
    for (let seed = Number(first); seed <= Number(last); seed++) {
      if (seeds.has(seed)) throw new RangeError(`seed ${seed} is given twice`);
      if (seeds.size === MAX_SEEDS) throw new RangeError(`more than ${MAX_SEEDS} seeds`);
      seeds.add(seed);
    }
  }
  return [...seeds];
};

/** Seeds of a study: a range "0..9" (both ends included), a list, or one number. */
export const seedsSchema = z
  .union([z.string(), seed, z.array(seed).min(1)], {
    error: "expected a range such as 0..9, or a list of seeds",
  })
  .transform((given, context) => {
    try {
      return parseSeeds(typeof given === "object" ? given.join(",") : String(given));
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as RangeError).message });
      return z.NEVER;
    }
  })
  .describe("one run of each agent per seed: a range such as 0..9 (both ends included), or a list");
