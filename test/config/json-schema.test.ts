import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { environments } from "../../src/config/environments.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/config/json-schema.ts";
import { presets } from "../../src/config/presets.ts";
import { estimators } from "../../src/estimators/index.ts";
import { accepts } from "./accepts.ts";
import { edited, frozenLake } from "./frozen-lake.ts";

const schema = studyJsonSchema();

describe("the JSON Schema of a study", () => {
  it("is of draft 7, and plain JSON", () => {
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it("accepts the study of FrozenLake", () => {
    expect(accepts(schema, parse(frozenLake))).toBe(true);
  });

  it.each([
    ["an environment from a module", "environment", { module: "./mine.js", options: { a: 1 } }],
    ["one of Gymnasium", "environment", { gymnasium: "CartPole-v1" }],
    [
      "an estimator from a module",
      "agents",
      [{ name: "a", estimator: { module: "./mine.js" }, iterations: 1 }],
    ],
  ])("accepts %s, by what it names alone", (_, key, value) => {
    expect(accepts(schema, { ...parse(frozenLake), [key]: value })).toBe(true);
    expect(
      accepts(schema, {
        ...parse(frozenLake),
        [key]: JSON.parse(JSON.stringify(value).replace("mod", "nod")),
      }),
    ).toBe(key === "environment" && "gymnasium" in (value as object));
  });

  it.each([
    ["an unknown key", { "discount: 0.99": "discount: 0.99, gamma: 1" }],
    ["an unknown kind", { "kind: td,": "kind: tdd," }],
    ["an option of another kind", { "kind: sgd,": "kind: sgd, momentum: 0.9," }],
    ["a missing key", { ", horizon: 100": "" }],
    ["a missing kind", { "kind: sgd,": "" }],
    ["a choice that is none", { "return: total": "return: most" }],
  ])("refuses %s", (_, edits) => {
    expect(accepts(schema, parse(edited(edits as Record<string, string>)))).toBe(false);
  });

  it("offers each kind of a table with its own options and its summary, and each preset", () => {
    const members = (choice: JsonSchema | undefined) =>
      choice?.oneOf?.map(({ properties }) => {
        const named = properties?.kind ?? properties?.preset;
        return [named?.const, named?.description];
      });
    const summaries = (table: object) =>
      Object.entries<{ summary: string }>(table as never).map(([kind, { summary }]) => [kind, summary]);
    const agent = schema.properties?.agents.items as JsonSchema;
    expect(members(schema.properties?.environment)).toEqual(summaries(environments));
    expect(members(agent.properties?.estimator)).toEqual([...summaries(estimators), ...summaries(presets)]);
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
