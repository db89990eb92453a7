/** The first place at which two JSON values differ; `undefined` stands for a missing value. */
export interface Difference {
  /** Keys joined by dots; "" if the values differ as a whole. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** @returns the first difference in the order of the keys of `after`, or undefined if the values are equal. */
export function firstDifference(before: unknown, after: unknown, path = ""): Difference | undefined {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after))
    return Object.is(before, after) ? undefined : { path, before, after };
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const found = firstDifference(before[key], after[key], path === "" ? key : `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
