import { existsSync } from "node:fs";
import { hashOf, plan, probeSchedule, type RunConfig } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { fitTable } from "../report/fit-table.ts";
import { count } from "../report/text/format-number.ts";
import { bytesText } from "../size/bytes-text.ts";
import { runsOf, sizeOfRun, sizeOfStudies } from "../size/study-size.ts";
import { openReader } from "../store/open.ts";
import { type Standing, standingRuns } from "../store/record/standing.ts";
import { runsOfShard, type Shard, shardFile } from "../store/shards.ts";
import { version } from "../store/version.ts";
import { workOf } from "../sweep/work.ts";
import { notStarted } from "./not-started.ts";
import { print } from "./print.ts";
import { sizeText } from "./size-text.ts";
import { paragraphs, tableWidth } from "./terminal-width.ts";

/**
 * Prints what a study would do: the runs that are not done in its database, and what of them is left to do.
 *
 * @param replace as of `registerRuns`
 * @param shard whose runs alone are told; they may be done in its file or in that of the study
 */
export const dryRun = (
  studies: readonly Study[],
  db: string,
  { replace = false, shard }: { readonly replace?: boolean; readonly shard?: Shard | undefined } = {},
): void => {
  const file = shard ? shardFile(db, shard) : db;
  const unstarted = notStarted(studies);
  if (unstarted !== undefined) {
    const all = studies.flatMap(plan);
    const runs = shard ? runsOfShard(all, shard) : all;
    print(paragraphs([`${count(runs.length, "run")} into ${file}; nothing was written.`, unstarted]));
    return;
  }
  const readers = [...new Set([db, file])]
    .filter(existsSync)
    .map((path) => ({ path, reader: openReader(path) }));
  let first = 0; // run of the next study, of all
  try {
    const planned = studies.flatMap((study) => {
      const all = runsOf(study);
      const runs = shard ? runsOfShard(all, shard, first) : all;
      first += all.length;
      const names = runs.map(({ config }) => {
        const { agent, seed } = config;
        return { agent: agent.name, seed, config, configHash: hashOf(config) };
      });
      const standings = readers.map(({ path, reader }) =>
        standingRuns(reader, path, study.name, names, version(), replace).map(
          (standing) => (path === file ? standing : { ...standing, checkpoint: 0 }), // of no use elsewhere
        ),
      );
      return runs.map((run, i) => ({ ...run, ...furthest(standings.map((standing) => standing[i])) }));
    });
    const left = planned.filter(({ done }) => !done);
    const done = planned.length - left.length;
    const [{ name }] = studies;
    const what = studies.length === 1 ? name : `${studies.length} studies`;
    const already = done > 0 ? ` (${done} more are done already)` : "";
    print(
      `${left.length > 0 ? `${tableOf(left.map(rowOf))}\n` : ""}` +
        paragraphs([
          `${what}: ${count(left.length, "run")} into ${file}${already}; nothing was written.`,
          sizeText(sizeOfStudies(studies)),
        ]),
    );
  } finally {
    for (const { reader } of readers) reader.close();
  }
};

/** Of what databases have of a run: that which leaves least to do. */
const furthest = (standings: readonly Standing[]): Standing => ({
  done: standings.some(({ done }) => done),
  from: Math.max(0, ...standings.flatMap(({ from, checkpoint = 0 }) => [from, checkpoint])),
});

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

/** 100, or "50 after 100" of a run that goes on from a finished one or from its checkpoint. */
const updatesText = ({ agent: { iterations } }: RunConfig, from: number): number | string =>
  from === 0 ? iterations : `${iterations - from} after ${from}`;
