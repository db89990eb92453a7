import type { Row } from "../../store/snapshot.ts";
import { around, bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import type { Figure } from "../figure.ts";
import { count, formatNumber } from "../text/format-number.ts";
import { literal } from "../text/literal.ts";
import { BIN, domainOf, margin, overSeeds } from "./means-over-seeds.ts";

/** Returns of evaluations along training, with bands over the seeds. */
export const evaluation: Figure = {
  name: "evaluation",
  title: "What do evaluations return?",
  reading:
    "Undiscounted return of whole episodes that were played with θ as it stood and from which nothing was learned, against " +
    "environment steps of training: means over the episodes, and over the seeds. The last point is θ after all updates. Bands: 95 % " +
    "intervals for the mean over seeds (Student's t).",
  needs: "evaluations at two iterations or more",
  sql: ({
    study,
  }) => `/* evaluations of the first θ, of the last, and over bins of iterations between them; then over the seeds */
WITH point AS (
  SELECT *, max(iteration) OVER (PARTITION BY agent) AS last FROM evaluation_curve WHERE study = ${literal(study)}
), curve AS (
  SELECT agent, seed, ${BIN} AS bin, avg(env_steps) AS env_steps, avg(episode_return) AS evaluated,
    max(episodes) AS episodes, max(deterministic) AS deterministic
  FROM point GROUP BY agent, seed, bin
)
SELECT agent, bin, avg(env_steps) AS env_steps, ${overSeeds("evaluated")},
  max(episodes) AS episodes, max(deterministic) AS deterministic
FROM curve GROUP BY agent, bin ORDER BY agent, bin`,
  draw(rows, { agents }) {
    const followed = rows.filter(({ agent }) => rows.filter((row) => row.agent === agent).length > 1);
    if (followed.length === 0) return { panels: [], legend: [], findings: [] };
    const legend = seriesIn(followed, agents, "agent");
    const ends = (shown: readonly Series[]) => shown.map(({ name }) => end(followed, name));
    const panels = curvePanels(
      "Return of evaluations, without discount",
      followed,
      legend,
      {
        ...{ x: "env_steps", y: "evaluated", marked: (curve) => curve.slice(-1), width: 1.75 },
        interval: (row) => around(Number(row.evaluated), margin(row, "evaluated")),
        say: (row) => `${row.agent}: ${formatNumber(Number(row.evaluated), 4)} at the end`,
        axes: {
          x: { label: "environment steps", tickFormat: "~s" },
          y: { label: "return", domain: domainOf(followed, "evaluated", 0.3) },
        },
      },
      (shown) => ({
        description: `Return of evaluations against environment steps. ${ends(shown).join(" ")}`,
        note: howText(followed[0]),
      }),
    );
    return { panels, legend, named: true, keys: bandKeys(panels), findings: ends(legend) };
  },
};

/** "10 episodes of the most likely actions". */
const howText = ({ episodes, deterministic }: Row): string =>
  `${count(Number(episodes), "episode")} of ${deterministic === 1 ? "the most likely" : "drawn"} actions a seed`;

const end = (rows: readonly Row[], name: string): string => {
  const own = rows.filter(({ agent }) => agent === name);
  const [first, last] = [own[0], own[own.length - 1]].map((row) => formatNumber(Number(row.evaluated)));
  const best = own.reduce((most, row) => (Number(row.evaluated) > Number(most.evaluated) ? row : most));
  const peak =
    best === own[own.length - 1]
      ? ""
      : `; at most ${formatNumber(Number(best.evaluated))}, after ${formatNumber(Number(best.env_steps))} steps`;
  return `${name}: evaluations return ${first} at first and ${last} at the end${peak}.`;
};
