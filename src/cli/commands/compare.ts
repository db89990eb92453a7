import type { ArgumentsCamelCase, Argv } from "yargs";
import { UsageError } from "../../errors/usage-error.ts";
import type { CompareArguments } from "../print-comparison.ts";
import type { ProfileArguments } from "../print-profile.ts";

export const command = "compare <db>";
export const describe = "Compare agents, or estimators, with one of them, with 95 % intervals";

export const options = {
  baseline: {
    type: "string",
    requiresArg: true,
    describe: "agent or estimator that the others are compared with; needed but for --profile and --by",
  },
  metric: {
    type: "string",
    requiresArg: true,
    describe: "what to compare, e.g. exact_return, mean_cosine, total_variance, squared_bias",
  },
  study: { type: "string", requiresArg: true, describe: "only this study" },
  agent: { type: "string", requiresArg: true, describe: "estimators at the θ of this agent only" },
  iteration: {
    type: "number",
    requiresArg: true,
    describe: "estimators at the probe of this iteration; default: the last of each agent",
  },
  "batch-size": { type: "number", requiresArg: true, describe: "estimators at this batch size only" },
  over: {
    choices: ["seeds", "replicates"],
    describe: "what the intervals are over; default: seeds, or replicates where there is one seed",
  },
  profile: {
    type: "boolean",
    describe: "instead: the share of each agent's seeds whose final return exceeds each of some thresholds",
  },
  by: {
    type: "string",
    requiresArg: true,
    describe:
      "instead: runs grouped by a key of their configuration such as policy.deviation, by several with commas, or by " +
      "all that varies but the seed (all)",
  },
  json: { type: "boolean", describe: "print all figures as JSON" },
} as const;

export const builder = (parser: Argv) =>
  parser
    .positional("db", { type: "string", demandOption: true, describe: "database file" })
    .options(options)
    .example("$0 compare results/quickstart.db --baseline REINFORCE", "agents by what they learned")
    .example("$0 compare results/quickstart.db --baseline reward-to-go --metric mean_cosine", "estimators")
    .example("$0 compare results/sweep.db --by policy.deviation", "what varies, seeds together")
    .example("$0 compare results/quickstart.db --profile", "how often agents end above a return");

type Arguments = Partial<CompareArguments> &
  ProfileArguments & { profile?: boolean | undefined; by?: string | undefined };

export const handler = async ({ profile, by, ...given }: ArgumentsCamelCase<Arguments>) => {
  const { baseline, agent, iteration, batchSize, over } = given;
  if (by !== undefined) {
    const [unread] =
      Object.entries({ baseline, over, profile: profile || undefined }).find(
        ([, value]) => value !== undefined,
      ) ?? [];
    if (unread !== undefined) throw new UsageError(`--by compares groups of runs: it takes no --${unread}`);
    return (await import("../print-groups.ts")).printGroups({ ...given, by });
  }
  if (profile) {
    const spare = Object.entries({ baseline, agent, iteration, "batch-size": batchSize, over });
    const [unread] = spare.find(([, value]) => value !== undefined) ?? [];
    if (unread !== undefined)
      throw new UsageError(`--profile shows all agents: it takes no --${unread}, but --metric and --study`);
    return (await import("../print-profile.ts")).printProfile(given);
  }
  if (baseline === undefined)
    throw new UsageError(
      "compare needs --baseline, an agent or estimator; or --profile, of all agents; or --by, a key",
    );
  return (await import("../print-comparison.ts")).printComparison({ ...given, baseline });
};
