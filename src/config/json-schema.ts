import { z } from "zod";
import { presetTables } from "./preset.ts";
import { studySchema } from "./schema.ts";

/** The part of JSON Schema that the schema of a study is written in. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/**
 * The schema of a study as JSON Schema, for the completion and the checks of editors:
 * `# yaml-language-server: $schema=schema.json` as the first line of a study. Draft 7, which all of them read.
 * What no JSON Schema can say (probabilities that sum to 1, names given twice) is left to `loadStudy`.
 */
export const studyJsonSchema = (): JsonSchema => {
  const { $schema, ...rest } = z.toJSONSchema(studySchema, {
    io: "input",
    target: "draft-7",
    override({ jsonSchema }) {
      tidy(jsonSchema as Mutable);
      offerPresets(jsonSchema as Mutable);
    },
  }) as JsonSchema;
  return { $schema, title: "Study of trueslope", ...rest } as JsonSchema;
};

type Mutable = { -readonly [K in keyof JsonSchema]: JsonSchema[K] };

/** Kinds that are filled in where their option of the same name is written. */
const FILLED_IN: ReadonlySet<unknown> = new Set(["module", "gymnasium"]);

/** Drops limits that only say "an integer", and puts `kind` and `name` first, where completion offers them. */
const tidy = (schema: Mutable): void => {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  const { name, kind, ...rest } = schema.properties ?? {};
  if (!name && !kind) return;
  if (schema.required && FILLED_IN.has(kind?.const))
    schema.required = schema.required.filter((key) => key !== "kind");
  const described = kind && { ...kind, ...(schema.description && { description: schema.description }) };
  schema.properties = { ...(name && { name }), ...(described && { kind: described }), ...rest };
};

/** Adds to a choice that is marked with its table of presets what `{ preset: … }` may be written with. */
const offerPresets = (schema: Mutable & { presets?: keyof typeof presetTables }): void => {
  if (!schema.presets) return;
  const table = presetTables[schema.presets];
  delete schema.presets;
  const kinds = schema.oneOf ?? [];
  const members = Object.entries(table).flatMap(([name, { summary, options: own }]) =>
    kinds
      .filter(({ properties }) => properties?.kind.const === own.kind)
      .map((member): JsonSchema => {
        const { name: ownName, kind: _, ...options } = member.properties ?? {};
        const withDefaults = Object.entries(options).map(([key, option]) => {
          const given = own[key];
          if (given === undefined) return [key, option];
          const { description, default: _, ...rest } = option;
          const orNone = member.required?.includes(key) ? rest : { anyOf: [rest, { type: "null" }] };
          return [key, { ...(description && { description }), ...orNone, default: given }];
        });
        return {
          ...member,
          description: summary,
          properties: {
            ...(ownName && { name: ownName }),
            preset: { type: "string", const: name, description: summary },
            ...Object.fromEntries(withDefaults),
          },
          required: ["preset", ...(member.required ?? []).filter((key) => key !== "kind" && !(key in own))],
        };
      }),
  );
  schema.oneOf = [...kinds, ...members];
};
