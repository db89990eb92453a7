import { ContractError } from "./contract-error.ts";
import { type Path, pathText } from "./study-path.ts";
import { TrueslopeError } from "./trueslope-error.ts";

/** One thing that is wrong with a study, or with the configuration of a run. */
export interface ConfigIssue {
  /** The keys that lead to it; empty where the whole file or option is meant. */
  readonly path: Path;
  /** One line: what was expected and what was given. It names the key where the issue has an `origin`. */
  readonly message: string;
  /** What gave the value: the file, or an option such as `--set probe.replicates=1`. */
  readonly origin?: string;
  /** Line of the file, counted from 1, where one can be named. */
  readonly line?: number | undefined;
}

/** An issue on one line: `study.yaml:3: objective.discount must be at most 1; got 1.5`. */
const issueLine = ({ origin, line, path, message }: ConfigIssue): string => {
  const place = origin === undefined ? pathText(path) : `${origin}${line === undefined ? "" : `:${line}`}`;
  return place === "" ? message : `${place}: ${message}`;
};

/** A study that cannot be run, or parts of a run that do not go together; its message has one line per issue. */
export class ConfigError extends TrueslopeError {
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    super(issues.map(issueLine).join("\n"), "CONFIG");
    this.name = "ConfigError";
    this.issues = issues;
  }
}

/** Runs `work`; what it refuses, by a RangeError or a ContractError, becomes a ConfigError at `path`. */
export const issueAt = <T>(path: Path, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof ContractError)
      throw new ConfigError(error.issues.map((message) => ({ path, message })));
    if (error instanceof RangeError) throw new ConfigError([{ path, message: error.message }]);
    throw error;
  }
};
