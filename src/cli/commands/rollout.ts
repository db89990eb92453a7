import type { ArgumentsCamelCase, Argv } from "yargs";
import type { RolloutArguments } from "../write-rollout.ts";

export const command = "rollout <db>";
export const describe = "Play episodes of a finished run, as a table of steps, or one as an animation";

export const options = {
  run: { type: "number", requiresArg: true, describe: "number of the run; default: the only one" },
  episodes: { type: "number", requiresArg: true, default: 1, describe: "how many are played" },
  deterministic: {
    type: "boolean",
    describe: "take the most likely action everywhere, in place of one that is drawn",
  },
  output: {
    alias: "o",
    type: "string",
    requiresArg: true,
    describe:
      "file to write: a table in .csv, or an episode that moves in .html or .svg, of classic control and MuJoCo's planar tasks; default: the table, to standard output",
  },
  force: { type: "boolean", describe: "replace a file that exists" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .example("$0 rollout results/quickstart.db --run 1 --episodes 10 -o steps.csv", "");

export const handler = async (given: ArgumentsCamelCase<RolloutArguments>): Promise<void> =>
  (await import("../write-rollout.ts")).writeRollout(given);
