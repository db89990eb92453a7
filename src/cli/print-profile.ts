import { suggestion } from "../errors/did-you-mean.ts";
import { UsageError } from "../errors/usage-error.ts";
import { caveats } from "../report/caveats.ts";
import {
  type FinalReturn,
  type Profile,
  profileOf,
  profileTables,
} from "../report/comparison/comparison-profile.ts";
import { defaultMetrics } from "../report/comparison/metrics.ts";
import { openReader } from "../store/open.ts";
import { queryOf } from "../store/snapshot.ts";
import { print, warn } from "./print.ts";
import { paragraphs, tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface ProfileArguments {
  db: string;
  metric?: string | undefined;
  study?: string | undefined;
  json?: boolean | undefined;
}

const FINALS = `
  SELECT study, metric, name, value FROM seed_score
  WHERE kind = 'agent' AND study = ? AND metric = ?
  ORDER BY (SELECT min(run_id) FROM run WHERE run.agent = name), seed`;

const NOTE =
  "In brackets after a name: its seeds. Each band (Wilson's) is for its own threshold, not for all of them at once.";

/** Prints the performance profiles of all agents: a table per study, or one object per agent and threshold as JSON. */
export const printProfile = ({ db: path, metric, study, json }: ProfileArguments): void => {
  const known = defaultMetrics.agent;
  if (metric !== undefined && !known.includes(metric))
    throw new UsageError(
      `--profile is of final returns, ${known.join(", ")}, not of ${metric}${suggestion(metric, known)}`,
    );
  const db = openReader(path);
  try {
    const studies = db.prepare<[], string>("SELECT name FROM study ORDER BY name").pluck().all();
    if (study !== undefined && !studies.includes(study))
      throw new UsageError(
        `${path} has no study ${study}${suggestion(study, studies) || `; it has ${studies.join(", ")}`}`,
      );
    const finals = db.prepare<[string, string], FinalReturn>(FINALS);
    const profiles = (study === undefined ? studies : [study]).flatMap((study) => {
      const found = (metric === undefined ? known : [metric]).map((each) => finals.all(study, each));
      const first = found.find((rows) => rows.length > 0);
      return first ? [profileOf(first)] : [];
    });
    if (profiles.length === 0)
      throw new UsageError(`${path} holds no final ${metric ?? "return"} of an agent`);
    const query = queryOf(db);
    const shown = [...new Set(profiles.map((profile) => profile.study))];
    for (const line of caveats(query, shown, [], [])) (json ? warn : print)(`${line}\n`);
    print(
      json
        ? `${JSON.stringify(profiles.flatMap(flat), null, 2)}\n`
        : profileTables(profiles, tableWidth()) + paragraphs([NOTE]),
    );
  } finally {
    db.close();
  }
};

const flat = ({ study, metric, thresholds, agents }: Profile): object[] =>
  agents.flatMap(({ name, seeds, shares }) =>
    shares.map(({ estimate, low, high }, i) => ({
      ...{ study, metric, name, seeds, threshold: thresholds[i] },
      ...{ share: estimate, share_low: low, share_high: high },
    })),
  );
