import type { ArgumentsCamelCase, Argv } from "yargs";
import type { PresetName } from "../../config/presets.ts";
import { print } from "../print.ts";

const CHOICES = [
  "environments",
  "policies",
  "estimators",
  "baselines",
  "critics",
  "transforms",
  "updates",
  "optimizers",
  "schedules",
  "presets",
] as const;
type What = (typeof CHOICES)[number];

export const command = "list <what>";
export const describe = "List the kinds that a study can name";

export const options = { json: { type: "boolean", describe: "print as JSON" } } as const;

export const builder = (parser: Argv) =>
  parser
    .positional("what", { choices: CHOICES, demandOption: true, describe: "which table" })
    .options(options);

export const handler = async ({ what, json }: ArgumentsCamelCase<{ what: What; json?: boolean }>) => {
  const tables = {
    environments: async () => ({ ...(await import("../../config/environments.ts")).environments }),
    policies: async () => (await import("../../policies/index.ts")).policies,
    estimators: async () => (await import("../../estimators/index.ts")).estimators,
    baselines: async () => (await import("../../baselines/index.ts")).baselines,
    critics: async () => (await import("../../critics/index.ts")).critics,
    transforms: async () => (await import("../../transforms/index.ts")).transforms,
    updates: async () => (await import("../../updates/index.ts")).updates,
    optimizers: async () => (await import("../../optimizers/index.ts")).optimizers,
    schedules: async () => (await import("../../optimizers/schedules.ts")).schedules,
    presets: async () => (await import("../../config/presets.ts")).presets,
  } satisfies Record<What, () => Promise<Record<string, { summary: string }>>>;
  const { fitTable } = await import("../../report/fit-table.ts");
  const { tableWidth } = await import("../terminal-width.ts");
  const table: Record<string, { summary: string }> = await tables[what]();
  const { criticsOf } = await import("../../config/presets-on-continuous.ts");
  const rows = Object.entries(table).map(([kind, { summary }]) => {
    if (what !== "presets") return { kind, summary };
    const { discrete, continuous } = criticsOf(kind as PresetName);
    return { kind, critic: discrete, "of continuous states": continuous, summary };
  });
  const columns = Object.keys(rows[0]).map((title) => ({ title }));
  print(
    json
      ? `${JSON.stringify(rows, null, 2)}\n`
      : `${fitTable(columns, rows.map(Object.values), tableWidth()).text}\n`,
  );
};
