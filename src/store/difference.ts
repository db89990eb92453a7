/** A place at which two JSON values differ; `undefined` stands for a missing value. */
export interface Difference {
  /** Keys joined by dots; "" if the values differ as a whole. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** All differences, in the order of the keys of `after`. */
export function* differences(before: unknown, after: unknown, path = ""): Generator<Difference> {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (!Object.is(before, after)) yield { path, before, after };
    return;
  }
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)]))
    yield* differences(before[key], after[key], path === "" ? key : `${path}.${key}`);
}

/** @returns the first difference, or undefined if the values are equal. */
export const firstDifference = (before: unknown, after: unknown): Difference | undefined =>
  differences(before, after).next().value ?? undefined;

const MAX_TOLD = 5;
const MAX_LENGTH = 80; // characters of a value

/** "a.b was 1, now 2; c was not set, now 3": the first few, and how many more there are. */
export const toldDifferences = (all: readonly Difference[], [was, now] = ["was", "now"]): string => {
  const told = all
    .slice(0, MAX_TOLD)
    .map(
      ({ path, before, after }) =>
        `${path || "the configuration"} ${was} ${shown(before)}, ${now} ${shown(after)}`,
    );
  const left = all.length - told.length;
  return told.join("; ") + (left > 0 ? `; and ${left} more` : "");
};

/** A value as JSON, its middle left out if it is long. */
export const shown = (value: unknown): string => {
  if (value === undefined) return "not set";
  const text = JSON.stringify(value);
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH / 2)} … ${text.slice(-10)}`;
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
