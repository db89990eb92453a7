import { type Interval, withoutInterval } from "../../statistics/interval.ts";
import { meanInterval } from "../../statistics/mean-interval.ts";
import type { Row } from "../../store/snapshot.ts";
import { drawsSteps } from "../draws-steps.ts";
import { literal } from "../text/literal.ts";

/** What an agent has learned: over its finished seeds, with Student's 95 % intervals. */
export interface Learned {
  readonly agent: string;
  readonly seeds: number;
  /** Updates of θ; a mean where seeds differ in it. */
  readonly updates: number;
  readonly envSteps: number;
  /** Whether an agent of its study draws its batches in steps, so that steps count, and returns without the discount. */
  readonly bySteps: boolean;
  /** J of the last θ where it is known, else the mean sampled return: of `bySteps`, that of an episode. NaN where one overflows. */
  readonly value: Interval;
  /** The same of the first θ; undefined where it was not logged. */
  readonly before: number | undefined;
  readonly exact: boolean;
  /** Seeds whose J is not finite. */
  readonly overflowing: number;
  /** Of one more batch of the last θ, with the discount … */
  readonly sampledReturn: Interval;
  /** … and without. */
  readonly episodeReturn: Interval;
  readonly episodeLength: Interval;
  /** What it was evaluated at, with the last θ; undefined where it was not. */
  readonly evaluated: Evaluated | undefined;
}

/** Undiscounted returns of whole episodes that were drawn for nothing else. */
export interface Evaluated {
  readonly value: Interval;
  /** Of each seed. */
  readonly episodes: number;
  /** Whether the most likely actions were taken. */
  readonly deterministic: boolean;
}

/** What every finished run has learned, one row per agent and seed, agents in the order of the study. */
export const learnedSql = (study: string, agent?: string): string => `/* what each seed has learned */
SELECT f.agent, f.seed, f.iteration, f.env_steps, f.mean_return, f.episode_return, f.episode_length, f.exact_return,
  f.exact_finite, first.mean_return AS first_mean_return, first.exact_return AS first_exact_return,
  first.episode_return AS first_episode_return, e.episode_return AS evaluated_return, e.episodes, e.deterministic,
  ${drawsSteps(study)} AS by_steps
FROM agent_final AS f JOIN study AS x ON x.name = f.study
  JOIN run AS r ON r.study_id = x.study_id AND r.agent = f.agent AND r.seed = f.seed AND r.from_iteration = 0
  LEFT JOIN iteration AS first ON first.run_id = r.run_id AND first.iteration = 0 AND f.iteration > 0
  LEFT JOIN evaluation_curve AS e
    ON e.study = f.study AND e.agent = f.agent AND e.seed = f.seed AND e.iteration = f.iteration
WHERE f.study = ${literal(study)}${agent === undefined ? "" : ` AND f.agent = ${literal(agent)}`}
ORDER BY r.run_id`;

/** Means over the seeds of each agent, in the order of the rows. @param rows of `learnedSql` */
export const learned = (rows: readonly Row[]): Learned[] =>
  [...new Set(rows.map(({ agent }) => String(agent)))].map((agent) => {
    const own = rows.filter((row) => row.agent === agent);
    const exact = own.every((row) => row.exact_return !== null || row.exact_finite === 0);
    const bySteps = own.some(({ by_steps }) => by_steps === 1);
    const column = exact ? "exact_return" : bySteps ? "episode_return" : "mean_return";
    const over = (name: string) =>
      overSeeds(own.map((row) => (row[name] === null ? Number.NaN : Number(row[name]))));
    return {
      agent,
      seeds: own.length,
      updates: over("iteration").estimate,
      envSteps: over("env_steps").estimate,
      bySteps,
      value: over(column),
      before: own.every((row) => row[`first_${column}`] !== null)
        ? over(`first_${column}`).estimate
        : undefined,
      exact,
      overflowing: own.filter(({ exact_finite }) => exact_finite === 0).length,
      sampledReturn: over("mean_return"),
      episodeReturn: over("episode_return"),
      episodeLength: over("episode_length"),
      evaluated:
        typeof own[0].episodes === "number" ? evaluatedAt(own[0], over("evaluated_return")) : undefined,
    };
  });

const evaluatedAt = ({ episodes, deterministic }: Row, value: Interval): Evaluated => ({
  value,
  episodes: Number(episodes),
  deterministic: deterministic === 1,
});

const overSeeds = (values: readonly number[]): Interval =>
  values.length > 1 && values.every(Number.isFinite)
    ? meanInterval(Float64Array.from(values))
    : withoutInterval(values.reduce((sum, value) => sum + value, 0) / values.length);
