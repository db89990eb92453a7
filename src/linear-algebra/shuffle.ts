import type { Random } from "../random.ts";

/** Puts the first `count` items into a random order. Fisher & Yates; Durstenfeld (1964), Communications of the ACM 7, algorithm 235. */
export const shuffle = (items: Int32Array, count: number, random: Random): void => {
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor(random.next() * (last + 1));
    const moved = items[last];
    items[last] = items[chosen];
    items[chosen] = moved;
  }
};
