import type { JsonSchema } from "../../src/config/json-schema.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
};

/** A validator of the part of draft 7 in use, without limits of numbers and texts. */
export const accepts = (schema: JsonSchema, value: unknown): boolean => {
  const { type, properties, required, additionalProperties: others, items, anyOf, oneOf } = schema;
  if (type && !types[type](value)) return false;
  if (schema.const !== undefined && schema.const !== value) return false;
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (anyOf && !anyOf.some((each) => accepts(each, value))) return false;
  if (oneOf && oneOf.filter((each) => accepts(each, value)).length !== 1) return false;
  if (Array.isArray(value) && items && !Array.isArray(items))
    return value.every((item) => accepts(items as JsonSchema, item));
  if (!isObject(value)) return true;
  if (required?.some((key) => !Object.hasOwn(value, key))) return false;
  return Object.entries(value).every(([key, inner]) => {
    const own = properties?.[key] ?? (isObject(others) ? (others as JsonSchema) : undefined);
    return own ? accepts(own, inner) : others !== false;
  });
};
