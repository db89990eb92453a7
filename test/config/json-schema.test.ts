import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { environments } from "../../envs/index.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/config/json-schema.ts";
import { estimators } from "../../src/estimators/index.ts";
import { edited, quickstart } from "./quickstart.ts";

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
const accepts = (schema: JsonSchema, value: unknown): boolean => {
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

const schema = studyJsonSchema();

describe("the JSON Schema of a study", () => {
  it("is of draft 7, and plain JSON", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it("accepts the quickstart", () => {
    expect(accepts(schema, parse(quickstart))).toBe(true);
  });

  it.each([
    ["an unknown key", { "discount: 0.99": "discount: 0.99, gamma: 1" }],
    ["an unknown kind", { "kind: td,": "kind: tdd," }],
    ["an option of another kind", { "kind: sgd,": "kind: sgd, momentum: 0.9," }],
    ["a missing key", { ", horizon: 100": "" }],
    ["a choice that is none", { "return: total": "return: most" }],
  ])("refuses %s", (_, edits) => {
    expect(accepts(schema, parse(edited(edits as Record<string, string>)))).toBe(false);
  });

  it("offers each kind of a table with its own options and its summary", () => {
    const members = (choice: JsonSchema | undefined) =>
      choice?.oneOf?.map(({ properties }) => [properties?.kind.const, properties?.kind.description]);
    const summaries = (table: Record<string, { summary: string }>) =>
      Object.entries(table).map(([kind, { summary }]) => [kind, summary]);
    const agent = schema.properties?.agents.items as JsonSchema;
    expect(members(schema.properties?.environment)).toEqual(summaries(environments));
    expect(members(agent.properties?.estimator)).toEqual(summaries(estimators));
  });

  it("explains every key that is not a kind", () => {
    const silent: string[] = [];
    const visit = (each: JsonSchema, path: string): void => {
      for (const [key, inner] of Object.entries(each.properties ?? {})) {
        if (inner.description === undefined) silent.push(`${path}.${key}`);
        visit(inner, `${path}.${key}`);
      }
      for (const inner of [each.items, each.anyOf, each.oneOf].flat())
        if (inner) visit(inner as JsonSchema, path);
    };
    visit(schema, "");
    expect(silent).toEqual([]);
  });
});
