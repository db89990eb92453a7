import type { Row } from "../../store/snapshot.ts";
import { around, bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import { drawsSteps } from "../draws-steps.ts";
import type { Figure, Panel } from "../figure.ts";
import { formatNumber } from "../text/format-number.ts";
import { literal } from "../text/literal.ts";
import { BIN, BINS, domainOf, margin, overSeeds } from "./means-over-seeds.ts";

const RETURNS = ["exact_return", "sampled_return", "episode_return"] as const;
type Return = (typeof RETURNS)[number];

/** Returns along training, with bands over the seeds. */
export const learning: Figure = {
  name: "learning",
  title: "What was learned?",
  reading:
    "Return against environment steps of training, mean over the seeds. Exact: J(θ), by dynamic programming; where the model " +
    "is unknown, the mean discounted return of each batch. Episode: the mean return of each batch without the discount, which " +
    "comes first where batches are of steps. The " +
    "first point is the first θ, the last one θ after all updates. Bands: 95 % intervals for the mean over seeds (Student's t).",
  needs: "training that was logged at two iterations or more",
  sql: ({
    study,
  }) => `/* returns of the first θ, of the last, and over at most ${BINS - 2} bins of iterations between them; first within each seed, then over the seeds */
WITH final AS MATERIALIZED (
  SELECT agent, seed, iteration, exact_return FROM agent_final WHERE study = ${literal(study)}
), point AS (
  SELECT c.agent, c.seed, c.iteration, max(c.iteration) OVER (PARTITION BY c.agent) AS last, c.env_steps, c.mean_return,
    c.episode_return, c.episode_length, ifnull(f.exact_return, c.exact_return) AS exact_return
  FROM learning_curve AS c LEFT JOIN final AS f USING (agent, seed, iteration)
  WHERE c.study = ${literal(study)}
), binned AS (
  SELECT *, ${BIN} AS bin
  FROM point
), curve AS (
  SELECT agent, seed, bin, avg(env_steps) AS env_steps, avg(mean_return) AS sampled, avg(exact_return) AS exact,
    avg(episode_return) AS episode, avg(episode_length) AS episode_length
  FROM binned GROUP BY agent, seed, bin
)
SELECT agent, bin, count(*) AS seeds, avg(env_steps) AS env_steps,
  ${["sampled", "exact", "episode"].map((each) => overSeeds(each, `${each}_return`)).join(",\n  ")},
  avg(episode_length) AS episode_length, ${drawsSteps(study)} AS by_steps
FROM curve GROUP BY agent, bin ORDER BY agent, bin`,
  draw(rows, { agents }) {
    const legend = seriesIn(rows, agents, "agent");
    const discounted = rows.some((row) => row.episode_return !== row.sampled_return);
    const exact = curves(rows, legend, "exact_return");
    const episode = discounted ? curves(rows, legend, "episode_return") : [];
    const sampled = exact.length > 0 ? exact : curves(rows, legend, "sampled_return");
    const panels = isBySteps(rows) ? [...episode, ...sampled] : [...sampled, ...episode];
    return {
      panels,
      legend,
      named: true,
      keys: bandKeys(panels),
      findings: ends(rows, legend),
    };
  },
};

/** Whether the undiscounted return comes first: J is not known, and batches are of steps, as of those who speak of it. */
const isBySteps = (rows: readonly Row[]): boolean =>
  rows.some(({ by_steps, exact_return }) => by_steps === 1 && exact_return === null);

/** The curves of one return, against environment steps. */
const curves = (rows: readonly Row[], agents: readonly Series[], column: Return): Panel[] => {
  const known = rows.filter((row) => row[column] !== null);
  if (!agents.some(({ name }) => known.filter(({ agent }) => agent === name).length > 1)) return [];
  return curvePanels(
    TITLES[column],
    known,
    agents,
    {
      ...{
        x: "env_steps",
        y: column,
        marked: (curve) => curve.slice(-1),
        width: column === "exact_return" ? 2.25 : 1.5,
      },
      interval: (row) => around(Number(row[column]), margin(row, column)),
      say: (row) => `${row.agent}: ${formatNumber(Number(row[column]), 4)} at the end`,
      axes: {
        x: { label: "environment steps", tickFormat: "~s" },
        y: {
          label: "return",
          domain: domainOf(known, column, known.some(({ by_steps }) => by_steps === 1) ? 0.3 : 1),
        },
      },
    },
    (shown) => ({
      description: `${TITLES[column]} against environment steps. ${ends(known, shown, column).join(" ")}`,
    }),
  );
};

/** What every agent began and ended with, mean over the seeds, in words. @param column what is shown; by default J(θ) if known */
const ends = (rows: readonly Row[], agents: readonly Series[], column?: Return): string[] =>
  agents.flatMap(({ name }) => {
    const own = rows.filter(({ agent }) => agent === name);
    const returns = isBySteps(rows) ? ([...RETURNS].reverse() as readonly Return[]) : RETURNS;
    const shown = column ?? returns.find((each) => own.some((row) => row[each] !== null));
    const known = own.filter((row) => shown !== undefined && row[shown] !== null); // a batch of steps may end no episode
    const [first, last] = [known[0], known[known.length - 1]];
    if (known.length < 2 || shown === undefined || last !== own[own.length - 1]) return [];
    const reached = last.seeds === first.seeds ? "" : ` (${last.seeds} of ${first.seeds} seeds)`;
    const change = `${name}: ${WORDS[shown]} goes from ${value(first, shown)} to ${value(last, shown)}${reached}`;
    return [
      column === undefined && shown !== "episode_return" && last.episode_return !== null
        ? `${change}${episode(last)}.`
        : `${change}.`,
    ];
  });

const TITLES: Readonly<Record<Return, string>> = {
  exact_return: "Exact return J(θ)",
  sampled_return: "Sampled return",
  episode_return: "Episode return, without discount",
};

const WORDS: Readonly<Record<Return, string>> = {
  exact_return: "J(θ)",
  sampled_return: "the sampled return",
  episode_return: "the episode return",
};

const value = (row: Row, column: string): string => formatNumber(Number(row[column]));

const episode = (last: Row): string =>
  `; an episode then returns ${value(last, "episode_return")}, undiscounted, in ${value(last, "episode_length")} steps`;
