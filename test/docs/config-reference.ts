import { z } from "zod";
import { baselines } from "../../src/baselines/index.ts";
import { environments } from "../../src/config/environments.ts";
import type { JsonSchema } from "../../src/config/json-schema.ts";
import { studyJsonSchema } from "../../src/config/json-schema.ts";
import { type PresetName, presets } from "../../src/config/presets.ts";
import { criticsOf } from "../../src/config/presets-on-continuous.ts";
import { updatePresets } from "../../src/config/update-presets.ts";
import { featureOptions, features } from "../../src/critics/features/index.ts";
import { critics } from "../../src/critics/index.ts";
import { estimators } from "../../src/estimators/index.ts";
import { optimizers } from "../../src/optimizers/index.ts";
import { schedules } from "../../src/optimizers/schedules.ts";
import { policies } from "../../src/policies/index.ts";
import { schemes } from "../../src/policies/perceptron/schemes.ts";
import { transforms } from "../../src/transforms/index.ts";
import { updates } from "../../src/updates/index.ts";
import { fisherSteps } from "../../src/updates/trust-region/fisher-steps.ts";

const tables: Readonly<Record<string, object>> = {
  environments,
  policies,
  estimators,
  baselines,
  critics,
  features,
  updates,
  "steps of the Fisher matrix": fisherSteps,
  "first weights": schemes,
  optimizers,
  schedules,
  transforms,
};

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** What may be written for a schema, in a few words. */
const typeOf = (schema: JsonSchema): string => {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(", ");
  const members = schema.oneOf ?? schema.anyOf;
  if (members) {
    const kinds = members.filter(({ properties }) => properties?.kind?.const !== undefined);
    const others = members.filter((member) => !kinds.includes(member)).map(typeOf);
    if (kinds.length > 0) others.push(`{ kind: … } (${kinds.length} kinds)`);
    return [...new Set(others)].join(" or ");
  }
  if (Array.isArray(schema.items)) return `[${schema.items.map(typeOf).join(", ")}]`;
  if (schema.type === "array") return `list of ${typeOf((schema.items as JsonSchema | undefined) ?? {})}`;
  if (schema.type === "object" && schema.properties) return "mapping";
  return schema.type ?? "anything";
};

const range = ({ minimum, maximum }: JsonSchema): string => {
  const largest = maximum !== undefined && maximum < 2 ** 53 - 1 ? ` to ${maximum}` : "";
  return minimum !== undefined && minimum > -(2 ** 53) + 1 ? ` from ${minimum}${largest}` : largest;
};

const row = (key: string, schema: JsonSchema, required: boolean): string => {
  const given =
    schema.default === undefined ? (required ? "required" : "") : `\`${JSON.stringify(schema.default)}\``;
  return `| \`${key}\` | ${cell(typeOf(schema) + range(schema))} | ${cell(given)} | ${cell(schema.description ?? "")} |`;
};

const options = ({ properties = {}, required = [] }: JsonSchema, skip: readonly string[] = []): string[] => {
  const rows = Object.entries(properties)
    .filter(([key]) => !skip.includes(key))
    .map(([key, schema]) => row(key, schema, required.includes(key)));
  return rows.length === 0
    ? []
    : ["", "| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows];
};

/** Keys of the mappings inside, and of those in lists, that are no choices of a kind. @param of path to them, with its last dot */
const inside = (of: string, { properties = {} }: JsonSchema, level: number): string[] =>
  Object.entries(properties).flatMap(([key, part]) =>
    [part, ...(part.anyOf ?? [])]
      .map((each) => (each.type === "array" ? ((each.items as JsonSchema | undefined) ?? {}) : each))
      .filter((each) => each.type === "object" && each.properties)
      .flatMap((each) => section(`${of}${key}`, each, level)),
  );

const section = (path: string, schema: JsonSchema, level: number): string[] => [
  "",
  `${"#".repeat(level)} \`${path}\``,
  ...options(schema),
  ...inside(`${path}.`, schema, level + 1),
];

const toJson = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", target: "draft-7", unrepresentable: "any" }) as JsonSchema;

/** Keys that all kinds of a table share in a study. */
const sharedOf = (name: string): string[] => {
  const { properties = {} } = studyJsonSchema();
  const agents = properties.agents.items as JsonSchema;
  const places: Record<string, JsonSchema | undefined> = {
    policies: properties.policy,
    estimators: agents.properties?.estimator,
    features: toJson(featureOptions),
  };
  const [first, ...others] = places[name]?.oneOf ?? places[name]?.anyOf ?? [];
  if (first === undefined) return [];
  const shared = Object.entries(first.properties ?? {}).filter(
    ([key]) => key !== "kind" && others.every(({ properties }) => properties?.[key] !== undefined),
  );
  const rows = shared.map(([key, schema]) => row(key, schema, false));
  if (rows.length === 0) return [];
  return [
    "",
    "All of them:",
    "",
    "| key | value | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
  ];
};

/** The reference of the configuration, made from its schema. */
export const configReference = (): string => {
  const study = studyJsonSchema();
  const lines = [
    "# Configuration",
    "",
    "Made from the schema of a study; `DOCS=write npx vitest run test/docs` writes it anew. A kind of a table is named by",
    "`kind`, with its options beside it: `{ kind: adam, learningRate: 0.01 }`. Unknown keys are errors.",
    "",
    "## The study",
    ...options(study),
    ...inside("", study, 3),
  ];
  for (const [name, table] of Object.entries(tables)) {
    lines.push("", `## ${name[0].toUpperCase()}${name.slice(1)}`, ...sharedOf(name));
    for (const [kind, entry] of Object.entries(
      table as Record<string, { summary: string; options: z.ZodType }>,
    )) {
      const schema = toJson(entry.options);
      lines.push("", `### ${kind}`, "", `${entry.summary}.`, ...options(schema, ["digest"]));
      lines.push(...inside(`${kind}.`, schema, 4));
    }
  }
  lines.push(
    "",
    "## Presets of estimators",
    "",
    "| preset | what it is | stands for | critic of continuous states |",
    "| --- | --- | --- | --- |",
  );
  for (const [name, { summary, estimator }] of Object.entries(presets))
    lines.push(
      `| \`${name}\` | ${cell(summary)} | \`${cell(JSON.stringify(estimator))}\` | ${criticsOf(name as PresetName).continuous} |`,
    );
  lines.push("", "## Presets of updates", "", "| preset | what it is | stands for |", "| --- | --- | --- |");
  for (const [name, { summary, update }] of Object.entries(updatePresets))
    lines.push(`| \`${name}\` | ${cell(summary)} | \`${cell(JSON.stringify(update))}\` |`);
  return `${lines.join("\n")}\n`;
};
