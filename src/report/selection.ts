import type { Query } from "../store/snapshot.ts";
import { agentSeries, estimatorSeries, type Series } from "./drawing/series.ts";
import { type GridWorld, gridWorld } from "./grid-world.ts";
import { type Sequences, sequencesOf } from "./sequences.ts";
import { literal } from "./text/literal.ts";
import { type Variation, variations } from "./variation.ts";

/** All estimates of one agent at one iteration, over its seeds. */
export interface Probe {
  readonly agent: string;
  readonly iteration: number;
}

/** What is drawn of one study. */
export interface Selection {
  readonly study: string;
  /** In the order of the study. */
  readonly agents: ReadonlyMap<string, Series>;
  /** In the order of the study, the agent's own, called "agent", first. */
  readonly estimators: ReadonlyMap<string, Series>;
  /** The first probe, of the first agent only, as θ is the same for all, and the last one of each agent. */
  readonly probes: readonly Probe[];
  /** Probes that would have been drawn if there were not too many. */
  readonly left: number;
  /** One probe of one seed: for what is shown coordinate by coordinate. */
  readonly single: (Probe & { readonly seed: number }) | undefined;
  readonly grid: GridWorld | undefined;
  readonly sequences: Sequences | undefined;
  readonly wanted: Wanted;
  /** The studies from which this one differs in a few keys; of several that are drawn, the first one has it. */
  readonly variation: Variation | undefined;
  /** Whether a landscape of J was recorded. */
  readonly landscape: boolean;
}

/** What a user asks for; what is not asked for is chosen. */
export interface Wanted {
  readonly study?: string | undefined;
  readonly agent?: string | undefined;
  readonly iteration?: number | undefined;
}

const MAX_PROBES = 6;

/** One selection per study, in the order of the database. */
export const selections = (query: Query, wanted: Wanted = {}): Selection[] => {
  const families = variations(query);
  const shown = query("SELECT name FROM study ORDER BY study_id")
    .map(({ name }) => String(name))
    .filter((name) => wanted.study === undefined || name === wanted.study);
  return shown.map((study, i) => {
    const variation = families.find(({ studies }) => studies.includes(study));
    const first = shown.findIndex((name) => variation?.studies.includes(name)) === i;
    return select(query, study, wanted, first ? variation : undefined);
  });
};

const select = (query: Query, study: string, wanted: Wanted, variation: Variation | undefined): Selection => {
  const { agent, iteration } = wanted;
  const named = `x.name = ${literal(study)}`;
  const names = (sql: string) => query(sql).map(({ name }) => String(name));
  const agents = names(
    `SELECT r.agent AS name FROM run AS r JOIN study AS x USING (study_id)
     WHERE ${named} GROUP BY r.agent ORDER BY min(r.run_id)`,
  );
  const estimators = names(
    `SELECT s.estimator AS name
     FROM estimator AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
     WHERE ${named} GROUP BY s.estimator ORDER BY s.estimator <> 'agent', min(s.rowid)`,
  );
  const probes = agents
    .filter((name) => agent === undefined || name === agent)
    .flatMap((name, i) => probesOf(query, study, name, iteration, i === 0));
  const looks = estimatorSeries(["agent", ...estimators.filter((name) => name !== "agent")]);
  return {
    study,
    agents: agentSeries(agents, looks),
    estimators: looks,
    probes: probes.slice(0, MAX_PROBES),
    left: Math.max(0, probes.length - MAX_PROBES),
    single: singleOf(query, study, probes),
    grid: gridWorld(query, study),
    sequences: sequencesOf(query, study),
    wanted,
    variation,
    landscape: query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'landscape'").length > 0,
  };
};

/** The first and the last probe of an agent, or the one that is wanted. */
const probesOf = (
  query: Query,
  study: string,
  agent: string,
  wanted: number | undefined,
  withFirst: boolean,
): Probe[] => {
  const reached = query(
    `SELECT iteration, count(DISTINCT seed) AS seeds FROM estimator_summary
     WHERE study = ${literal(study)} AND agent = ${literal(agent)} GROUP BY iteration ORDER BY iteration`,
  );
  const most = Math.max(...reached.map(({ seeds }) => Number(seeds)));
  // of a study in progress, or with a run that failed: the last one that half of the seeds have reached
  const iterations = reached
    .filter(({ seeds }) => 2 * Number(seeds) >= most)
    .map(({ iteration }) => Number(iteration));
  const ends = [...(withFirst ? iterations.slice(0, 1) : []), ...iterations.slice(-1)];
  const shown = wanted === undefined ? ends : iterations.filter((iteration) => iteration === wanted);
  return [...new Set(shown)].map((iteration) => ({ agent, iteration }));
};

/** Of the first agent that is drawn: its last probe and the first seed. */
const singleOf = (query: Query, study: string, probes: readonly Probe[]): Selection["single"] => {
  const probe = probes.filter(({ agent }) => agent === probes[0].agent).at(-1);
  if (probe === undefined) return undefined;
  const [cell] = query(
    `SELECT seed FROM estimator_summary
     WHERE study = ${literal(study)} AND agent = ${literal(probe.agent)} AND iteration = ${probe.iteration}
     ORDER BY seed LIMIT 1`,
  );
  return { ...probe, seed: Number(cell.seed) };
};
