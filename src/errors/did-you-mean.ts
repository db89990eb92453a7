import { distance } from "fastest-levenshtein";

/** Case, hyphens and underscores do not tell two words apart: `batch_size` means `batchSize`. */
const plain = (word: string) => word.toLowerCase().replace(/[-_\s]/g, "");

/** Letters added, left out or changed; two neighbors that changed places are one. */
const editsOf = (given: string, choice: string): number => {
  const [a, b] = [plain(given), plain(choice)];
  const swapped =
    a.length === b.length &&
    [...a].some((_, i) => a.slice(0, i) + (a[i + 1] ?? "") + a[i] + a.slice(i + 2) === b && a !== b);
  return swapped ? 1 : distance(a, b);
};

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
    const edits = begins ? Math.min(0.5, editsOf(given, choice)) : editsOf(given, choice);
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
