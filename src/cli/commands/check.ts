import type { ArgumentsCamelCase, Argv } from "yargs";
import type { CheckArguments } from "../check-claims.ts";
import { exitWith } from "../process-end.ts";

export const command = "check [target]";
export const describe =
  "Check trueslope against known numbers, a study's problem against itself, or a database against its vectors";

export const options = {
  set: { type: "string", array: true, nargs: 1, describe: "key=value that overrides the study" },
  json: { type: "boolean", describe: "print the claims as JSON lines" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("target", {
      type: "string",
      describe: "YAML file of a study, or a database file; without it, all golden numbers",
    })
    .options(options);

export const handler = async (given: ArgumentsCamelCase<CheckArguments>) =>
  exitWith(await (await import("../check-claims.ts")).checkClaims(given));
