import { existsSync } from "node:fs";
import { hashOf, plan, probeSchedule, type RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { fitTable } from "../report/fit-table.ts";
import { count } from "../report/text/format-number.ts";
import { bytesText } from "../size/bytes-text.ts";
import { runsOf, sizeOfRun, sizeOfStudies } from "../size/study-size.ts";
import { openReader } from "../store/open.ts";
import { type Standing, standingRuns } from "../store/record/standing.ts";
import { workOf } from "../sweep/work.ts";
import { notStarted } from "./not-started.ts";
import { print } from "./print.ts";
import { sizeText } from "./size-text.ts";
import { paragraphs, tableWidth } from "./terminal-width.ts";

/** Prints what a study would do: the runs that are not done in its database, and what of them is left to do. */
export const dryRun = (studies: readonly Study[], db: string, replace = false): void => {
  const unstarted = notStarted(studies);
  if (unstarted !== undefined) {
    const runs = studies.reduce((sum, study) => sum + plan(study).length, 0);
    print(paragraphs([`${count(runs, "run")} into ${db}; nothing was written.`, unstarted]));
    return;
  }
  const reader = existsSync(db) ? openReader(db) : undefined;
  try {
    const planned = studies.flatMap((study) => {
      const runs = runsOf(study);
      const names = runs.map(({ config }) => {
        const { agent, seed } = config;
        return { agent: agent.name, seed, config, configHash: hashOf(config) };
      });
      const standing = reader && standingRuns(reader, db, study.name, names, replace);
      return runs.map((run, i) => ({ ...run, ...(standing?.[i] ?? { done: false, from: 0 }) }));
    });
    const left = planned.filter(({ done }) => !done);
    const done = planned.length - left.length;
    const [{ name }] = studies;
    const what = studies.length === 1 ? name : `${studies.length} studies`;
    const already = done > 0 ? ` (${done} more are done already)` : "";
    print(
      `${left.length > 0 ? `${tableOf(left.map(rowOf))}\n` : ""}` +
        paragraphs([
          `${what}: ${count(left.length, "run")} into ${db}${already}; nothing was written.`,
          sizeText(sizeOfStudies(studies)),
        ]),
    );
  } finally {
    reader?.close();
  }
};

/** Which columns of a dry run leave first where room is short. */
const LEAVES: Readonly<Record<string, number>> = { parameters: 1, estimates: 2, probes: 3, trajectories: 4 };

const tableOf = (rows: readonly Record<string, unknown>[]): string => {
  const columns = Object.keys(rows[0]).map((title) => ({ title, leaves: LEAVES[title] }));
  return fitTable(columns, rows.map(Object.values), tableWidth()).text;
};

const rowOf = ({ config, setup, from }: ReturnType<typeof runsOf>[number] & Standing) => {
  const { agent, seed, probe } = config;
  const probes = probeSchedule(config, from).length;
  const size = sizeOfRun(setup, from);
  return {
    agent: agent.name,
    seed,
    parameters: setup.point.theta.length,
    updates: updatesText(config, from),
    probes,
    estimates: probes * (probe?.batchSizes.length ?? 0) * setup.estimators.length * (probe?.replicates ?? 0),
    trajectories: workOf(config, from),
    "steps, at most": size.steps,
    disk: bytesText(size.disk),
  };
};

/** 100, or "50 after 100" of a run that goes on from a finished one. */
const updatesText = ({ agent: { iterations } }: RunConfig, from: number): number | string =>
  from === 0 ? iterations : `${iterations - from} after ${from}`;
