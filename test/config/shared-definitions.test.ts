import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type JsonSchema, studyJsonSchema } from "../../src/config/json-schema.ts";
import { withDefinitions } from "../../src/config/shared-definitions.ts";

/** The schema with every reference replaced by what it refers to. */
const resolved = (value: unknown, definitions: JsonSchema["definitions"]): unknown => {
  if (Array.isArray(value)) return value.map((part) => resolved(part, definitions));
  if (typeof value !== "object" || value === null) return value;
  const { $ref } = value as JsonSchema;
  if ($ref !== undefined) return resolved(definitions?.[$ref.replace("#/definitions/", "")], definitions);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolved(part, definitions)]));
};

test("definitions say the same in a small part of the size", () => {
  const whole = studyJsonSchema();
  const { definitions, ...shared } = withDefinitions(whole);
  expect(resolved(shared, definitions)).toEqual(whole);
  expect(JSON.stringify({ ...shared, definitions }).length).toBeLessThan(JSON.stringify(whole).length / 3);
});

test("an editor's validator accepts the quickstart and refuses a misspelled key", () => {
  const validate = new Ajv({ strict: false }).compile(withDefinitions(studyJsonSchema()));
  const study = () =>
    parse(readFileSync(new URL("../../experiments/quickstart/study.yaml", import.meta.url), "utf8"));
  expect(validate(study()), JSON.stringify(validate.errors)).toBe(true);
  const wrong = study();
  wrong.probe.estimators[0].retrun = "total";
  expect(validate(wrong)).toBe(false);
  const preset = study();
  preset.probe.estimators[0] = { name: "gae", preset: "gae", lambda: 0.9, critic: { kind: "exact" } };
  expect(validate(preset)).toBe(true);
});
