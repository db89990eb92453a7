import { totalmem } from "node:os";
import type { Environment } from "../../envs/contract/environment.ts";
import { withEnvironment } from "../config/environments.ts";
import { probeOf, type RunConfig, unknownAgents } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { ConfigError, type ConfigIssue } from "../errors/config-error.ts";
import { type Path, pathText } from "../errors/study-path.ts";
import { setUp } from "../setup/set-up.ts";
import { needMemory } from "../size/need-memory.ts";

/**
 * Sets up one run of every agent, so that a study is known to be runnable before anything is created.
 *
 * @param memory bytes that a run may take; those of this machine if not given
 * @param given a custom environment, in place of the study's
 * @returns what is wrong; each message names the key
 */
export const dryAssembly = (study: Study, memory = totalmem(), given?: Environment): ConfigIssue[] => {
  const named = (path: Path, message: string) => ({ path, message: `${pathText(path)}: ${message}` });
  const issuesWith = (environment: Environment) =>
    study.agents.flatMap((agent, i) =>
      issuesOfRun(
        { ...study, agent, probe: probeOf(agent, study.probe), seed: study.seeds[0] },
        environment,
        memory,
      ).map(({ path: [first, ...rest], message }) =>
        named(first === "agent" ? ["agents", i, ...rest] : [first, ...rest], message),
      ),
    );
  try {
    return [...unknownAgents(study), ...withEnvironment(study.environment, given, issuesWith)];
  } catch (error) {
    return asIssues(error).map(({ path, message }) => named(path, message));
  }
};

/** All issues of a run: an item of the probe that cannot be served is taken out, and the rest is tried again. */
const issuesOfRun = (config: RunConfig, environment: Environment, memory: number): readonly ConfigIssue[] => {
  try {
    needMemory(setUp(config, environment), memory);
    return [];
  } catch (error) {
    const issues = asIssues(error);
    const [part, list, index] = issues[0].path;
    if (part !== "probe" || config.probe === undefined || index === undefined) return issues;
    const items = config.probe[list as "estimators" | "batchSizes"];
    const rest = { ...config.probe, [list]: items.filter((_, i) => i !== index) };
    const further = issuesOfRun({ ...config, probe: rest }, environment, memory);
    return [...issues, ...further.map((later) => shifted(later, list, index))];
  }
};

/** The same issue where an item of a list had been taken out before it. */
const shifted = (issue: ConfigIssue, list: string | number, index: string | number): ConfigIssue => {
  const [part, itsList, itsIndex, ...rest] = issue.path;
  if (part !== "probe" || itsList !== list || itsIndex < index) return issue;
  return { ...issue, path: [part, itsList, Number(itsIndex) + 1, ...rest] };
};

/** Any other RangeError here means that the exact tables are too large. @throws an error that is no issue of the study */
const asIssues = (error: unknown): readonly ConfigIssue[] => {
  if (error instanceof ConfigError) return error.issues;
  if (!(error instanceof RangeError)) throw error;
  const message = `the exact tables of this environment do not fit in memory (${error.message})`;
  return [{ path: ["objective", "horizon"], message }];
};
