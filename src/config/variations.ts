import { createHash } from "node:crypto";
import { z } from "zod";
import { isName, MAX_NAME } from "./name.ts";
import { applySet } from "./override.ts";

/** The schema of `vary`: keys of a study as `--set` takes them, each with its values. */
export const varySchema = z
  .record(z.string().min(1), z.array(z.unknown()).min(1))
  .optional()
  .describe(
    "keys such as policy.deviation, each with a list of values: one study for every combination, named after it",
  );

/** Combinations of a study at most. */
const MAX_COMBINATIONS = 1000;

/**
 * The studies that a study with `vary` stands for: one for every combination of values, the last key varying fastest.
 * Each is named after its values, "name deviation 0.1", and so whatever their order; where that is too long for a name, a
 * digest stands for its end. Without `vary` it is the only one.
 *
 * @throws RangeError if `vary` is no such mapping, names what is not there, has too many combinations or two of one name
 */
export const variations = (study: unknown): unknown[] => {
  const { vary, ...rest } = Object(study) as { vary?: unknown; name?: unknown };
  if (vary === undefined) return [study];
  const parsed = varySchema.safeParse(vary);
  if (!parsed.success || parsed.data === undefined)
    throw new RangeError("expected keys such as policy.deviation, each with a list of values");
  const axes = Object.entries(parsed.data);
  const count = axes.reduce((product, [, values]) => product * values.length, 1);
  if (count > MAX_COMBINATIONS)
    throw new RangeError(`${count} combinations; at most ${MAX_COMBINATIONS} are made`);
  const combined = axes.reduce<unknown[]>(
    (studies, [key, values]) =>
      studies.flatMap((each) =>
        values.map((value) => {
          const { study: changed } = applySet(each, `${key}=${JSON.stringify(value)}`);
          const { name } = changed as { name?: unknown };
          const last = key
            .split(/[.[\]]+/)
            .filter((step) => step !== "")
            .at(-1);
          return { ...(changed as object), name: `${name} ${plain(`${last}`)} ${nameOf(value)}` };
        }),
      ),
    [rest],
  );
  const studies = combined.map((each) => {
    const { name } = each as { name?: unknown };
    return typeof name === "string" && name.length > MAX_NAME && String(rest.name).length <= MAX_NAME
      ? { ...(each as object), name: shortened(name, MAX_NAME, name) }
      : each;
  });
  const names = studies.map((each) => (each as { name?: unknown }).name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new RangeError(`two combinations are called "${twice}"`);
  return studies;
};

/** Characters of a list or mapping in a name. */
const MAX_NAME_CHARACTERS = 40;

/** The beginning of a text, and 8 digits of a digest of all that it stands for. */
const shortened = (text: string, most: number, whole: string): string =>
  `${text.slice(0, most - 9).trim()} ${createHash("sha256").update(whole).digest("hex").slice(0, 8)}`;

/** A value as a part of a name: by its content alone, never by its place among others. */
const nameOf = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return plain(String(value));
  const words = plain(wordsOf(value).join(" "));
  const flat = Object.values(value).every((inner) => typeof inner !== "object");
  if (flat && words.length <= MAX_NAME_CHARACTERS) return words;
  return shortened(words, MAX_NAME_CHARACTERS, JSON.stringify(wordsOf(value, true)));
};

/** { kind: td, lambda: 0.9 } is "td lambda 0.9", whatever the order of its keys. @param all so that it can be told apart */
const wordsOf = (value: unknown, all = false): string[] => {
  if (typeof value !== "object" || value === null) return [String(value)];
  const inner = Array.isArray(value)
    ? value.flatMap((item) => wordsOf(item, all))
    : Object.entries(value)
        .toSorted(([a], [b]) => Number(b === "kind") - Number(a === "kind") || (a < b ? -1 : 1))
        .flatMap(([key, item]) => [...(key === "kind" && !all ? [] : [key]), ...wordsOf(item, all)]);
  return all ? [Array.isArray(value) ? "[" : "{", ...inner, "]"] : inner;
};

/** Of what a name may hold, without ASCII's punctuation, which a shell or a path would read. */
const plain = (text: string): string =>
  text.replaceAll(/[^\w.+ -]/gu, (character) =>
    character > "\u007f" && isName(character) ? character : "_",
  );
