import type { ArgumentsCamelCase, Argv } from "yargs";
import { print } from "../print.ts";

export const command = "validate <study>";
export const describe = "Check a study without running it, and tell what it takes";

export const options = {
  seeds: { type: "string", requiresArg: true, describe: "seeds in place of the study's, such as 0..9" },
  set: { type: "string", array: true, nargs: 1, describe: "key=value that overrides the study" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("study", { type: "string", demandOption: true, describe: "YAML file of the study" })
    .options(options);

export const handler = async ({
  study: path,
  seeds,
  set,
}: ArgumentsCamelCase<{ study: string; seeds?: string; set?: string[] }>) => {
  const { load } = await import("../load.ts");
  const { plan } = await import("../../config/plan.ts");
  const { sizeOfStudies } = await import("../../size/study-size.ts");
  const { notStarted } = await import("../not-started.ts");
  const { sizeText } = await import("../size-text.ts");
  const studies = await load(path, { seeds, set, start: false });
  const runs = studies.reduce((sum, study) => sum + plan(study).length, 0);
  const of = studies.length > 1 ? ` in ${studies.length} studies` : "";
  const { paragraphs } = await import("../terminal-width.ts");
  const { count } = await import("../../report/text/format-number.ts");
  print(
    paragraphs([
      `${path} is valid: ${count(runs, "run")} of ${count(studies[0].agents.length, "agent")}${of}.`,
      notStarted(studies) ?? sizeText(sizeOfStudies(studies)),
    ]),
  );
};
