import type { JsonSchema } from "./json-schema.ts";

/** Length of the JSON from which a part that recurs is worth a definition. */
const MIN_SHARED_LENGTH = 250;

/**
 * The same schema with the parts that recur written once, under `definitions`, and referred to. Critics and
 * baselines stand in almost every estimator, so this is a small part of the size.
 */
export const withDefinitions = (schema: JsonSchema): JsonSchema => {
  const seen = new Map<string, number>();
  const count = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    if (text.length < MIN_SHARED_LENGTH) return part;
    seen.set(text, (seen.get(text) ?? 0) + 1);
    if (seen.get(text) === 1) mapParts(part, count); // what is inside a part that recurs recurs with it
    return part;
  };
  mapParts(schema, count);

  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};
  const share = (part: JsonSchema): JsonSchema => {
    const text = JSON.stringify(part);
    if ((seen.get(text) ?? 0) < 2) return mapParts(part, share);
    let name = names.get(text);
    if (name === undefined) {
      name = `part${names.size + 1}`;
      names.set(text, name);
      definitions[name] = mapParts(part, share);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const shared = mapParts(schema, share);
  return { ...shared, definitions };
};

/** A schema with `change` done to the schemas directly inside it. */
const mapParts = (schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema => {
  const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;
  const changed = (value: unknown) => (isSchema(value) ? change(value) : value);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (keyword === "properties")
        return [
          keyword,
          Object.fromEntries(Object.entries(value).map(([key, part]) => [key, changed(part)])),
        ];
      if (["anyOf", "oneOf", "allOf"].includes(keyword)) return [keyword, (value as unknown[]).map(changed)];
      if (keyword === "items") return [keyword, Array.isArray(value) ? value.map(changed) : changed(value)];
      if (keyword === "additionalProperties") return [keyword, changed(value)];
      return [keyword, value];
    }),
  );
};
