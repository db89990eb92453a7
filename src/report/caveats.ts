import { CONFIGURATIONS, type ConfigurationRow, distinctConfigurations } from "../store/configurations.ts";
import { differences, toldDifferences } from "../store/difference.ts";
import type { Query } from "../store/snapshot.ts";
import type { ShownProbe } from "./shown-probe.ts";
import { count, list } from "./text/format-number.ts";
import { literal } from "./text/literal.ts";
import { seedsText } from "./text/seeds-text.ts";
import { type Directions, unaligned } from "./unaligned.ts";

/** Estimates of a cell that are left out, over its seeds. */
export interface LeftOut {
  readonly study: string;
  readonly agent: string;
  readonly iteration: number;
  readonly estimator: string;
  readonly batch_size: number;
  readonly non_finite: number;
}

/** All cells with estimates that are not finite. */
export const LEFT_OUT = `
  SELECT x.name AS study, r.agent, p.iteration, c.estimator, c.batch_size, sum(c.replicates - c.finite) AS non_finite
  FROM cell AS c JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE c.finite < c.replicates GROUP BY x.name, r.agent, p.iteration, c.estimator, c.batch_size`;

/**
 * What a reader of means over seeds must be told, as sentences; none if there is nothing to tell: seeds of several
 * configurations, runs that are not done, returns that overflow, seeds that a probe lacks, estimates that are not finite, seeds without a direction.
 *
 * @param studies those that are shown @param probes those that are shown @param leftOut cells, of these probes or more
 */
export const caveats = (
  query: Query,
  studies: readonly string[],
  probes: readonly ShownProbe[],
  leftOut: readonly LeftOut[],
  directions: Directions = "some",
): string[] => [
  ...mixtures(query, studies),
  ...unfinished(query, studies),
  ...overflown(query, studies),
  ...ofProbes(query, probes, leftOut, directions),
];

/** What is to be told of probes. */
export const ofProbes = (
  query: Query,
  probes: readonly ShownProbe[],
  leftOut: readonly LeftOut[],
  directions: Directions = "some",
): string[] => [
  ...probes.flatMap((probe) => absent(query, probe)),
  ...probes.flatMap((probe) => nonFinite(query, probe, leftOut)),
  ...probes.flatMap((probe) => unaligned(query, probe, directions)),
];

/** Agents of which some seeds are no replicates of others, because their runs have other configurations. */
export const mixtures = (query: Query, studies: readonly string[]): string[] => {
  const all = distinctConfigurations(query(CONFIGURATIONS) as unknown as ConfigurationRow[]);
  return studies.flatMap((study) => {
    const own = all.filter((each) => each.study === study);
    return [...new Set(own.map(({ agent }) => agent))].flatMap((agent) => {
      const [first, ...others] = own.filter((each) => each.agent === agent);
      return others.map(
        (other) =>
          `${study}, agent ${agent}: ${seedsText(first.seeds)} and ${seedsText(other.seeds)} were run with different ` +
          `configurations (${toldDifferences([...differences(first.config, other.config)], ["is", "then"])}): ` +
          "a mean over both is of no one problem.",
      );
    });
  });
};

/** Runs that are not done, by agent and status. */
export const unfinished = (query: Query, studies: readonly string[]): string[] =>
  studies.flatMap((study) => {
    const rows = query(
      `SELECT r.agent, r.status, count(*) AS runs, json_group_array(r.seed) AS seeds
      FROM run AS r JOIN study AS x USING (study_id) WHERE x.name = ${literal(study)}
      GROUP BY r.agent, r.status ORDER BY min(r.run_id)`,
    );
    const open = rows.filter(({ status }) => status !== "done");
    if (open.length === 0) return [];
    const total = (some: typeof rows) => some.reduce((sum, { runs }) => sum + Number(runs), 0);
    const parts = open.map(
      ({ agent, status, seeds }) => `agent ${agent}, ${seedsText(JSON.parse(String(seeds)))} ${status}`,
    );
    return [
      `${study}: ${total(open)} of ${count(total(rows), "run")} ${total(open) === 1 ? "is" : "are"} not done: ${parts.join("; ")}.`,
    ];
  });

/** Seeds whose J after the last update is no number: what the others have learned is a mean over those that did not diverge. */
export const overflown = (query: Query, studies: readonly string[]): string[] =>
  query(
    `SELECT study, agent, json_group_array(seed) FILTER (WHERE exact_finite = 0) AS seeds, count(*) AS runs
    FROM agent_final WHERE study IN (${studies.map(literal).join(", ")})
    GROUP BY study, agent HAVING count(*) FILTER (WHERE exact_finite = 0) > 0 ORDER BY study, agent`,
  ).map(({ study, agent, seeds, runs }) => {
    const left: number[] = JSON.parse(String(seeds));
    return (
      `${study}, agent ${agent}: J after the last update overflows in ${left.length} of ${count(Number(runs), "run")} ` +
      `(${seedsText(left)}); ${left.length < Number(runs) ? "means of exact_return are over the others" : "exact_return has no mean"}.`
    );
  });

/** Seeds that a probe lacks, with their last one; and a probe that is not the last planned, because no seed is there yet. */
const absent = (query: Query, { study, agent, iteration }: ShownProbe): string[] => {
  const rows = query(
    `SELECT r.seed, max(p.iteration) AS planned,
      max(c.probe_id IS NOT NULL AND p.iteration = ${iteration}) AS there,
      max(CASE WHEN c.probe_id IS NOT NULL THEN p.iteration END) AS last,
      max(c.probe_id IS NOT NULL AND p.iteration > ${iteration}) AS later
    FROM run AS r JOIN study AS x USING (study_id) LEFT JOIN probe AS p USING (run_id)
      LEFT JOIN (SELECT DISTINCT probe_id FROM cell) AS c USING (probe_id)
    WHERE x.name = ${literal(study)} AND r.agent = ${literal(agent)} GROUP BY r.run_id ORDER BY r.seed`,
  );
  const place = `${study}, agent ${agent}: `;
  const missing = rows.filter(({ there }) => there !== 1);
  const last = Math.max(...rows.map(({ planned }) => Number(planned ?? 0)));
  const waits = last > iteration && rows.every(({ later }) => later !== 1) && missing.length < rows.length;
  return [
    ...(waits
      ? [
          `${place}shown is the probe at iteration ${iteration}; the last that is planned, ${last}, has no estimates yet.`,
        ]
      : []),
    ...(missing.length > 0 && missing.length < rows.length
      ? [
          `${place}the probe at iteration ${iteration} lacks ${missing.length} of ${rows.length} seeds: ` +
            `${list(missing.map(({ seed, last: reached }) => `${seed} (${reached === null ? "no probe yet" : `last at ${reached}`})`))}.`,
        ]
      : []),
  ];
};

/** Estimates of a probe that are left out because a coordinate was not finite, and updates that were skipped for it. */
const nonFinite = (query: Query, probe: ShownProbe, leftOut: readonly LeftOut[]): string[] => {
  const { study, agent, iteration } = probe;
  const cells = leftOut.filter(
    (cell) =>
      cell.study === study && cell.agent === agent && cell.iteration === iteration && cell.non_finite > 0,
  );
  const [{ skipped }] = query(
    `SELECT count(*) AS skipped FROM iteration AS i JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
    WHERE x.name = ${literal(study)} AND r.agent = ${literal(agent)} AND i.finite = 0 AND i.iteration < ${iteration}`,
  );
  const notFinite = cells.map(
    ({ estimator, batch_size, non_finite }) => `${non_finite} of ${estimator} at batch size ${batch_size}`,
  );
  return [
    ...(notFinite.length > 0
      ? [
          `${study}, agent ${agent}, iteration ${iteration}: estimates that are not finite are left out: ${list(notFinite)}.`,
        ]
      : []),
    ...(Number(skipped) > 0
      ? [
          `${study}, agent ${agent}: ${count(Number(skipped), "update")} before iteration ${iteration} did not happen, ` +
            "the gradient not being finite.",
        ]
      : []),
  ];
};
