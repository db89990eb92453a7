import type { Path } from "../errors/study-path.ts";
import { type JsonSchema, studyJsonSchema } from "./json-schema.ts";

/** The schemas that a value may follow: one, or the members of a union and of the unions in it. */
const alternatives = (schema: JsonSchema): readonly JsonSchema[] =>
  (schema.oneOf ?? schema.anyOf)?.flatMap(alternatives) ?? [schema];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The alternative that a list, or a mapping with this `kind` or `preset`, is meant to follow. */
const meant = (schema: JsonSchema, value: unknown): JsonSchema | undefined =>
  alternatives(schema).find(({ type, properties: { kind, preset } = {} }) => {
    if (!isObject(value)) return type === "array" && Array.isArray(value);
    if (preset?.const !== undefined) return preset.const === value.preset;
    return type === "object" && (kind === undefined || kind.const === value.kind);
  });

let whole: JsonSchema | undefined; // made once; it is large

/** What the schema has at the end of a path through a study; undefined where it has nothing. */
export const schemaAt = (path: Path, study: unknown): JsonSchema | undefined => {
  whole ??= studyJsonSchema();
  let schema: JsonSchema | undefined = whole;
  let value = study;
  for (const step of path) {
    const here: JsonSchema = (schema && meant(schema, value)) ?? {};
    const { properties, items, additionalProperties } = here;
    if (typeof step === "number")
      schema = Array.isArray(items) ? items[step] : (items as JsonSchema | undefined);
    else if (properties) schema = properties[step];
    else schema = typeof additionalProperties === "object" ? additionalProperties : undefined;
    value = (value as Record<string | number, unknown> | undefined)?.[step];
  }
  return schema;
};

/** The keys of the mapping at a path; of its default, or of an empty one, where there is none. */
export const keysAt = (path: Path, study: unknown): string[] => {
  const schema = schemaAt(path, study);
  const value = valueAt(path, study) ?? schema?.default ?? {};
  return Object.keys((schema && meant(schema, value))?.properties ?? {});
};

/** The names of presets that a mapping may have for its kind. */
export const presetsAt = (path: Path, study: unknown): string[] =>
  alternatives(schemaAt(path, study) ?? {}).flatMap(({ properties }) =>
    properties?.preset?.const === undefined ? [] : [String(properties.preset.const)],
  );

/** The value at a path of a study; undefined where there is none. */
export const valueAt = (path: Path, study: unknown): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    study,
  );

const nouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  null: "null",
};

/** Joins as "a, b or c". */
const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** What may be written where a schema applies; and each of its words with the way to write it. */
export const expectation = (schema: JsonSchema): { text: string; words: Map<string, string> } => {
  const all = alternatives(schema);
  const plain = all.flatMap(
    ({ enum: choices, const: choice }) => choices ?? (choice === undefined ? [] : [choice]),
  );
  const kinds = all.flatMap(({ properties }) => (properties?.kind ? [String(properties.kind.const)] : []));
  const named = all.flatMap(({ properties }) =>
    properties?.preset?.const === undefined ? [] : [String(properties.preset.const)],
  );
  const types = all.flatMap(({ enum: choices, const: choice, properties, type }) =>
    choices || choice !== undefined || properties?.kind || properties?.preset?.const !== undefined || !type
      ? []
      : [nouns[type]],
  );
  const mapping = kinds.length > 0 ? [`a mapping { kind: ${kinds.join(" | ")} }`] : [];
  if (named.length > 0) mapping.push(`{ preset: ${named.join(" | ")} }`);
  const words = new Map(plain.map((word) => [String(word), String(word)]));
  for (const preset of named) words.set(preset, `{ preset: ${preset} }`);
  for (const kind of kinds) words.set(kind, `{ kind: ${kind} }`);
  return { text: orList([...new Set([...plain.map(String), ...types, ...mapping])]), words };
};
