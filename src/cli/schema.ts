import type { ArgumentsCamelCase, Argv } from "yargs";

export const command = "schema";
export const describe = "Print the JSON Schema of a study, for editors";

export const options = {} as const;

export const builder = (parser: Argv) => parser.options(options);

export const handler = async (_: ArgumentsCamelCase) => {
  const { studyJsonSchema } = await import("../config/json-schema.ts");
  process.stdout.write(`${JSON.stringify(studyJsonSchema(), null, 2)}\n`);
};
