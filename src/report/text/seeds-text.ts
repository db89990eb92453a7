import { list } from "./format-number.ts";

const MAX_SEEDS = 12;

/** "seed 3", "seeds 0, 1 and 2", "seeds 0 to 99". */
export const seedsText = (seeds: readonly number[]): string => {
  const sorted = [...seeds].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (sorted.length === 1) return `seed ${first}`;
  if (sorted.length > 3 && last - first === sorted.length - 1) return `seeds ${first} to ${last}`;
  const more = sorted.length - MAX_SEEDS;
  return `seeds ${list([...sorted.slice(0, MAX_SEEDS).map(String), ...(more > 0 ? [`${more} more`] : [])])}`;
};
