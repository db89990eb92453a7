import type { ArgumentsCamelCase, Argv } from "yargs";
import { print } from "../print.ts";

export const command = "schema";
export const describe = "Print the JSON Schema of a study, for editors";

export const options = {} as const;

export const builder = (parser: Argv) => parser.options(options);

export const handler = async (_: ArgumentsCamelCase) => {
  const { withDefinitions } = await import("../../config/shared-definitions.ts");
  const { studyJsonSchema } = await import("../../config/json-schema.ts");
  print(`${JSON.stringify(withDefinitions(studyJsonSchema()), null, 2)}\n`);
};
