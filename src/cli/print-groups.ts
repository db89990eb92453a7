import { suggestion } from "../errors/did-you-mean.ts";
import { UsageError } from "../errors/usage-error.ts";
import { caveats } from "../report/caveats.ts";
import {
  type Group,
  grouped,
  groupTables,
  type Hyperparameter,
  varyingKeys,
} from "../report/comparison/grouped.ts";
import { defaultMetrics, metrics } from "../report/comparison/metrics.ts";
import { noRoomFor } from "../report/fit-table.ts";
import { lastProbes, type ScoreRow } from "../report/score-cells.ts";
import { LAST_OF_CHAIN } from "../store/configurations.ts";
import { openReader } from "../store/open.ts";
import { queryOf } from "../store/snapshot.ts";
import { print, warn } from "./print.ts";
import { paragraphs, tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface GroupArguments {
  db: string;
  /** A key of the configuration, several of them with commas, or "all". */
  by: string;
  metric?: string | undefined;
  study?: string | undefined;
  agent?: string | undefined;
  iteration?: number | undefined;
  batchSize?: number | undefined;
  json?: boolean | undefined;
}

const SCORES = `
  SELECT * FROM seed_score WHERE metric IN (SELECT value FROM json_each(@metrics)) AND study = ifnull(@study, study)
    AND (kind = 'agent' AND name = ifnull(@agent, name) OR agent = ifnull(@agent, agent))
    AND (batch_size IS NULL OR batch_size = ifnull(@batchSize, batch_size))
    AND (iteration IS NULL OR iteration = ifnull(@iteration, iteration))`;

const HYPERPARAMETERS = `
  SELECT study, agent, seed, key, value FROM hyperparameter
  WHERE study = ifnull(@study, study) AND agent = ifnull(@agent, agent) AND key <> 'agent.name'
    AND run_id IN (SELECT r.run_id FROM run AS r WHERE ${LAST_OF_CHAIN})`;

const NOTE =
  "Runs of a line differ in their seed, and in what else is not grouped by. Values: seed_score; keys: hyperparameter.";

/** Prints metrics of runs that are grouped by keys of their configuration: tables, or one object per group as JSON. */
export const printGroups = (given: GroupArguments): void => {
  const { db: path, by, metric, study = null, agent = null, iteration = null, batchSize = null } = given;
  if (metric !== undefined && !Object.hasOwn(metrics, metric))
    throw new UsageError(`no metric ${metric}${suggestion(metric, Object.keys(metrics))}`);
  const db = openReader(path);
  try {
    const words = { study, agent, iteration, batchSize };
    const hyperparameters = db.prepare<[object], Hyperparameter>(HYPERPARAMETERS).all(words);
    const keys = keysOf(path, by, hyperparameters);
    const shown = metric === undefined ? Object.values(defaultMetrics).flat() : [metric];
    const scores = db.prepare<[object], ScoreRow>(SCORES).all({ ...words, metrics: JSON.stringify(shown) });
    const groups = withoutSpare(
      grouped(iteration === null ? lastProbes(scores) : scores, hyperparameters, keys),
      metric,
    );
    if (groups.length === 0) throw new UsageError(`${path} holds no ${shown.join(" or ")} to group`);
    const studies = [...new Set(scores.map((row) => row.study))];
    for (const line of caveats(queryOf(db), studies, [], [])) (given.json ? warn : print)(`${line}\n`);
    print(
      given.json
        ? `${JSON.stringify(
            groups.map((group) => flat(group, keys)),
            null,
            2,
          )}\n`
        : tables(groups, keys),
    );
  } finally {
    db.close();
  }
};

const tables = (groups: readonly Group[], keys: readonly string[]): string => {
  const { text, left } = groupTables(groups, keys, tableWidth());
  return text + paragraphs([NOTE, ...(left.length > 0 ? [noRoomFor(left)] : [])]);
};

const keysOf = (path: string, by: string, hyperparameters: readonly Hyperparameter[]): string[] => {
  const varying = varyingKeys(hyperparameters);
  if (by === "all") {
    if (varying.length > 0) return varying;
    throw new UsageError(`--by all finds nothing to group by: runs of ${path} differ in their seeds alone`);
  }
  const known = [...new Set(hyperparameters.map(({ key }) => key))];
  const asked = by.split(",").map((key) => key.trim());
  for (const key of asked)
    if (!known.includes(key))
      throw new UsageError(
        `no run of ${path} has the key ${key}${suggestion(key, known) || `; what varies: ${varying.join(", ") || "nothing"}`}`,
      );
  return asked;
};

/** Of the usual metrics of agents, J where it is known, else the sampled return. */
const withoutSpare = (groups: Group[], metric: string | undefined): Group[] => {
  const [first, spare] = defaultMetrics.agent;
  const known = metric !== undefined || !groups.some((group) => group.metric === first);
  return known ? groups : groups.filter((group) => group.metric !== spare);
};

const flat = ({ values, batchSize, mean, iqm, ...group }: Group, keys: readonly string[]): object => ({
  ...group,
  batch_size: batchSize,
  by: Object.fromEntries(keys.map((key, i) => [key, values[i]])),
  ...{ mean: mean.estimate, mean_low: mean.low, mean_high: mean.high },
  ...{ iqm: iqm.estimate, iqm_low: iqm.low, iqm_high: iqm.high },
});
