import { distance } from "fastest-levenshtein";

/** Case, hyphens and underscores do not tell two words apart: `batch_size` means `batchSize`. */
const plain = (word: string) => word.toLowerCase().replace(/[-_\s]/g, "");

/** Letters from which a beginning stands for the whole: `mean_cos` means `mean_cosine`. */
const MIN_BEGINNING = 3;

/**
 * The choice that `given` is a typo of, where at most a third of its letters differ, or the beginning, where none differs
 * in case and marks alone. Undefined if none is near.
 */
export const nearest = (given: string, choices: Iterable<string>): string | undefined => {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const choice of choices) {
    const begins = given.length >= MIN_BEGINNING && plain(choice).startsWith(plain(given));
    const edits = Math.min(distance(plain(given), plain(choice)), begins ? 0.5 : Number.POSITIVE_INFINITY);
    if (edits < least && edits <= Math.max(given.length, choice.length) / 3) {
      best = choice;
      least = edits;
    }
  }
  return best;
};

/** `; did you mean learningRate?`, or nothing if no choice is near. */
export const suggestion = (given: unknown, choices: Iterable<string>): string => {
  const near = typeof given === "string" ? nearest(given, choices) : undefined;
  return near === undefined ? "" : `; did you mean ${near}?`;
};
