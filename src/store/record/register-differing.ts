import type Database from "better-sqlite3";
import { engineDigest } from "../../arithmetic/engine.ts";
import { problemOf, withoutSeed } from "../configurations.ts";
import { type Difference, differences, toldDifferences } from "../difference.ts";
import { type ChainedRun, chainReader, isContinuedBy, standingOf } from "./chain.ts";

/** A run of a plan, as far as it is compared. */
export interface PlannedConfiguration {
  readonly agent: string;
  readonly seed: number;
  readonly config: unknown;
  readonly configHash: string;
}

/** A registered run that would stand beside the runs of a plan and is of another problem. */
export interface DifferingRun {
  readonly runId: number;
  readonly agent: string;
  readonly seed: number;
  /** Whether the plan has this agent with this seed. */
  readonly planned: boolean;
  /** From what is registered to what is planned; empty if the two were only hashed differently. */
  readonly differences: readonly Difference[];
}

interface RunRow extends ChainedRun {
  readonly agent: string;
  readonly seed: number;
}

/**
 * Registered runs of a study whose figures cannot stand beside those of a plan: of an agent of the plan those with another
 * configuration apart from the seed, of other agents those with another problem (environment, objective, policy …).
 * Of runs that continue each other the last counts, and a run of the plan that goes on from it differs in nothing else.
 * So are runs that are done and whose numbers another engine rounded. Runs of the plan that are not done do not count: they
 * start from no rows, with the configuration of the plan.
 *
 * @param engine how numbers are rounded here
 */
export function differingRuns(
  db: Database.Database,
  studyId: number,
  runs: readonly PlannedConfiguration[],
  engine = engineDigest(),
): DifferingRun[] {
  if (runs.length === 0) return [];
  const plan = new Map(runs.map((run) => [keyOf(run), run]));
  const ofAgent = new Map(runs.map((run) => [run.agent, run]));
  const known = new Map<string, readonly Difference[]>(); // seeds share their configuration: each is compared once
  const found: DifferingRun[] = [];
  const first = db.prepare<[number], { agent: string; seed: number }>(
    "SELECT agent, seed FROM run WHERE study_id = ? AND from_iteration = 0 ORDER BY run_id",
  );
  const chainOf = chainReader(db);
  for (const name of first.all(studyId)) {
    const row: RunRow = { ...name, ...(standingOf(chainOf(studyId, name)) as ChainedRun) };
    const own = plan.get(keyOf(row));
    if (own && (row.status !== "done" || isContinuedBy(row, own.config, engine))) continue;
    const other = own ?? ofAgent.get(row.agent);
    const { seed: _, ...config } = JSON.parse(row.config);
    const key = JSON.stringify([row.agent, config]);
    const configured = known.get(key) ?? differencesOf(config, other, runs[0]);
    known.set(key, configured);
    const rounded = row.engine !== null && row.engine !== engine;
    const changed = rounded
      ? [...configured, { path: ENGINE, before: row.engine, after: engine }]
      : configured;
    if (changed.length > 0 || (own && own.configHash !== row.configHash))
      found.push({
        runId: row.runId,
        agent: row.agent,
        seed: row.seed,
        planned: own !== undefined,
        differences: changed,
      });
  }
  return found;
}

/** What differs between processors, if not between versions of Node.js. */
const ENGINE = "the rounding of exp, log and sin by the engine (engine of table run)";

const keyOf = ({ agent, seed }: { agent: string; seed: number }): string => JSON.stringify([agent, seed]);

/** @param same a planned run of the same agent, if there is one @param any another one of the plan */
function differencesOf(
  registered: unknown,
  same: PlannedConfiguration | undefined,
  any: PlannedConfiguration,
): Difference[] {
  const part = same ? withoutSeed : problemOf;
  const planned: unknown = JSON.parse(JSON.stringify((same ?? any).config));
  return [...differences(part(registered), part(planned))];
}

const MAX_SEEDS = 10;

/** Why a plan is refused, by the first agent that it concerns, and the way out. */
export function refusal(path: string, study: string, [first, ...others]: readonly DifferingRun[]): string {
  const same = [first, ...others].filter(({ agent }) => agent === first.agent);
  const seeds = same.slice(0, MAX_SEEDS).map(({ seed }) => seed);
  const change =
    first.differences.length > 0
      ? toldDifferences(first.differences)
      : "its configuration was hashed differently";
  return (
    `${path}: agent ${first.agent} of ${study} was run with another configuration, with ` +
    `${same.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}${same.length > MAX_SEEDS ? " …" : ""} (${change}), ` +
    "and no mean is over both. Give the study another name, choose another file with --db, or let --replace delete " +
    "what was run so and do anew what the study names."
  );
}
