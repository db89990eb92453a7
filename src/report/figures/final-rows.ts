import type { Row } from "../../store/snapshot.ts";
import { drawsSteps } from "../draws-steps.ts";
import { literal } from "../text/literal.ts";

/** The final return of every finished run, by which agents are compared. */
export const finalsSql = (study: string, what: string): string => `/* ${what} */
SELECT agent, seed, env_steps, exact_return, mean_return, episode_return, ${drawsSteps(study)} AS by_steps
FROM agent_final
WHERE study = ${literal(study)} ORDER BY agent, seed`;

/** A return of which all runs have a value, and what it is called. */
export interface FinalReturn {
  readonly column: "exact_return" | "mean_return" | "episode_return";
  readonly title: string;
}

/**
 * What the runs are compared by: J, or the sampled return where the model is unknown; and the undiscounted one if it is another,
 * which comes before a sampled one where batches are of steps.
 */
export const finalReturns = (rows: readonly Row[]): FinalReturn[] => {
  const known = (column: string) => rows.length > 0 && rows.every((row) => row[column] !== null);
  const discounted = rows.some((row) => row.episode_return !== row.mean_return);
  const all: (FinalReturn | false)[] = [
    known("exact_return")
      ? { column: "exact_return", title: "Exact return J(θ)" }
      : known("mean_return") && { column: "mean_return", title: "Sampled return" },
    discounted &&
      known("episode_return") && { column: "episode_return", title: "Episode return, without discount" },
  ];
  const shown = all.filter((each) => each !== false);
  const bySteps = !known("exact_return") && rows.some(({ by_steps }) => by_steps === 1);
  return bySteps ? shown.reverse() : shown;
};

/** The values of one agent, by seed. */
export const valuesOf = (rows: readonly Row[], agent: string, { column }: FinalReturn): Float64Array =>
  Float64Array.from(
    rows.filter((row) => row.agent === agent),
    (row) => Number(row[column]),
  );
