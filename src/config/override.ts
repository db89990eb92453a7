import { suggestion } from "../errors/did-you-mean.ts";
import { type Path, pathText } from "../errors/study-path.ts";
import { yamlDocument, yamlValue } from "./read-yaml.ts";

/** A value given on the command line in place of one of the file. */
export interface Override {
  /** As it was typed: `--set agents.0.batchSize=64`. */
  readonly option: string;
  readonly path: Path;
}

/**
 * Reads `key=value` and puts the value, as YAML, where the key leads: `agents.0.batchSize=64`,
 * `agents[0].batchSize=64`, or with an item's name for its index, `agents.reinforce.batchSize=64`. A mapping
 * that is missing on the way is made; unknown keys are left for the schema to find.
 *
 * @returns the path, and a study that shares with the given one all that was not changed
 * @throws RangeError if it is not of that form or an item of a list is not there
 */
export const applySet = (study: unknown, text: string): { path: Path; study: unknown } => {
  const sign = text.indexOf("=");
  const steps = stepsOf(text.slice(0, sign));
  if (sign < 1 || steps.includes(""))
    throw new RangeError("expected key=value, such as agents.0.batchSize=64");
  const path: (string | number)[] = [];
  return { study: assign(study, steps, parsedValue(text.slice(sign + 1)), path), path };
};

/** Steps of a key, in either form; of a name, too, which may have dots and brackets and be written in either form of Unicode. */
const stepsOf = (key: string): string[] =>
  key
    .normalize("NFC")
    .replaceAll(/\[([^\]]*)\]/g, ".$1")
    .split(".");

/** A value of the command line, as YAML. @throws RangeError if it is none */
export const parsedValue = (text: string): unknown => {
  try {
    const document = yamlDocument(text);
    const [mistake] = [...document.errors, ...document.warnings];
    if (mistake) throw new RangeError(`not valid YAML: ${mistake.message}`);
    return yamlValue(document);
  } catch (error) {
    throw new RangeError(`the value is ${(error as Error).message}`);
  }
};

/** `within`, with `value` where the steps lead. @param path the steps taken, written */
const assign = (within: unknown, steps: string[], value: unknown, path: (string | number)[]): unknown => {
  if (steps.length === 0) return value;
  if (Array.isArray(within)) {
    const [index, taken] = locate(within, steps, path);
    path.push(index);
    return within.with(index, assign(within[index], steps.slice(taken), value, path));
  }
  if (typeof (within ?? {}) !== "object")
    throw new RangeError(`${pathText(path)} is a single value and has no ${steps[0]}`);
  const [key, ...rest] = steps;
  path.push(key);
  const inner = Object.hasOwn(within ?? {}, key) ? (within as Record<string, unknown>)[key] : undefined;
  return { ...(within as object), [key]: assign(inner, rest, value, path) };
};

/** Index of the item that the first steps lead to, and the number of those steps: a name may contain dots. */
const locate = (items: readonly unknown[], steps: string[], path: Path): [index: number, taken: number] => {
  if (/^\d+$/.test(steps[0]) && Number(steps[0]) < items.length) return [Number(steps[0]), 1];
  const names = items.map((item) => (item as { name?: unknown } | null)?.name);
  const dotted = names.map((name) => (typeof name === "string" ? stepsOf(name).join(".") : undefined));
  for (let taken = steps.length; taken > 0; taken--) {
    const index = dotted.indexOf(steps.slice(0, taken).join("."));
    if (index >= 0) return [index, taken];
  }
  const known = names.filter((name) => typeof name === "string");
  const there = known.length > 0 ? `; there are ${known.join(", ")}` : `; it has ${items.length}, from 0`;
  throw new RangeError(`${pathText(path)} has no item ${steps[0]}${suggestion(steps[0], known) || there}`);
};
