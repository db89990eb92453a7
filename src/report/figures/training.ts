import { normalQuantile } from "../../statistics/distributions/normal-distribution.ts";
import { studentQuantile } from "../../statistics/distributions/student.ts";
import type { Row } from "../../store/snapshot.ts";
import { around, bandKeys, curvePanels } from "../drawing/curve-panels.ts";
import { type Series, seriesIn } from "../drawing/series.ts";
import { drawsSteps } from "../draws-steps.ts";
import type { Figure } from "../figure.ts";
import { ALIGNMENT } from "../probe-sql.ts";
import { formatNumber, list } from "../text/format-number.ts";
import { literal } from "../text/literal.ts";

/** Alignment of what each agent follows, along its training. */
export const training: Figure = {
  name: "training",
  title: "How true is what each agent follows?",
  reading:
    "Alignment of one estimate of each agent's own estimator with the true gradient ∇J at its own θ, along training: at the " +
    "batch size that the agent trains with, or the probed one that is nearest by ratio. Means over the seeds. Bands: 95 % " +
    "intervals, over the seeds (Student's t), or over the replicates where there is one seed. Against updates of θ, or against " +
    "environment steps where batches differ or are of steps.",
  needs: "an agent that was probed at two iterations or more, and a true gradient",
  sql: ({
    study,
  }) => `/* alignment of each agent's own estimator, at the probed batch size that is nearest to the one it trains with */
WITH config AS (
  SELECT r.agent, r.seed, ifnull(json_extract(r.config, '$.agent.batchSize'), max(1, ( -- of steps, as many as they are on average
      SELECT round(json_extract(r.config, '$.agent.batchSteps') / avg(i.episode_length))
      FROM iteration AS i JOIN run AS q USING (run_id) WHERE q.study_id = r.study_id AND q.agent = r.agent
    ))) AS batch,
    (SELECT min(value) FROM json_each(r.config, '$.probe.batchSizes')) AS least
  FROM run AS r JOIN study AS x USING (study_id) WHERE x.name = ${literal(study)}
), cell AS ( -- an estimator that accumulates has more trajectories behind an estimate than a batch has
  SELECT s.*, CAST(round(1.0 * c.batch * min(s.batch_size) OVER (PARTITION BY s.agent, s.seed) / c.least) AS INTEGER) AS own_size,
    (SELECT ifnull(max(l.env_steps), 0) FROM learning_curve AS l
      WHERE l.study = s.study AND l.agent = s.agent AND l.seed = s.seed AND l.iteration < s.iteration) AS trained,
    ${ALIGNMENT}
  FROM estimator_summary AS s JOIN config AS c USING (agent, seed)
  WHERE s.study = ${literal(study)} AND s.estimator = 'agent'
), ranked AS (
  SELECT *, row_number() OVER (
      PARTITION BY agent, seed, iteration ORDER BY abs(ln(1.0 * batch_size / own_size)), batch_size
    ) AS place
  FROM cell
)
SELECT agent, iteration, batch_size, own_size, count(alignment) AS seeds, avg(alignment) AS alignment,
  sqrt(max(0, avg(alignment * alignment) - avg(alignment) * avg(alignment)) / (count(alignment) - 1)) AS alignment_se,
  sqrt(sum(se * se)) / count(se) AS replicate_se, avg(trained) AS env_steps, ${drawsSteps(study)} AS by_steps
FROM ranked WHERE place = 1
GROUP BY agent, iteration, batch_size, own_size HAVING count(alignment) > 0
ORDER BY agent, iteration`,
  draw(rows, { agents }) {
    const followed = rows.filter(({ agent }) => rows.filter((row) => row.agent === agent).length > 1);
    if (followed.length === 0) return { panels: [], legend: [], findings: [] };
    const legend = seriesIn(followed, agents, "agent");
    const ends = (shown: readonly Series[]) => shown.map(({ name }) => end(followed, name));
    const bySteps = differInSteps(followed);
    const label = bySteps ? "environment steps" : "updates of θ";
    const means = followed.map(({ alignment }) => Number(alignment));
    const values = followed.flatMap((row, i) => [
      means[i],
      ...(around(means[i], Math.min(MAX_MARGIN, margin(row))) ?? []),
    ]);
    const low = Math.max(-1, Math.min(0, ...values));
    const high = Math.min(1, Math.max(0.1, ...values) * 1.06);
    const panels = curvePanels(
      "Alignment of what is followed",
      followed,
      legend,
      {
        ...{ x: bySteps ? "env_steps" : "iteration", y: "alignment", marked: (curve) => curve, width: 1.75 },
        interval: (row) => around(Number(row.alignment), margin(row)),
        say: (row) =>
          `${row.agent}, iteration ${row.iteration}, batch size ${row.batch_size}: ${formatNumber(Number(row.alignment))}`,
        axes: {
          x: { label, tickFormat: "~s", insetLeft: 8, insetRight: 8 },
          y: { label: "alignment (mean cosine)", domain: [low, high] },
        },
      },
      (shown) => ({
        description: `Alignment of an agent's own estimates against ${label}. ${ends(shown).join(" ")}`,
        note: sizes(followed, shown),
      }),
    );
    return {
      panels,
      legend,
      named: true,
      keys: bandKeys(panels),
      findings: [...ends(legend), ...otherSizes(followed, legend)],
    };
  },
};

/** Whether updates of agents are not alike, so that they are compared by environment steps. */
const differInSteps = (rows: readonly Row[]): boolean =>
  rows.some(({ by_steps }) => by_steps === 1) || new Set(rows.map(({ own_size }) => own_size)).size > 1;

/** Of wider bands, so much is seen on each side. */
const MAX_MARGIN = 0.5;

/** Half of the 95 % interval: over the seeds, or over the replicates of the only one. */
const margin = ({ seeds, alignment_se, replicate_se }: Row): number =>
  Number(seeds) > 1
    ? studentQuantile(0.975, Number(seeds) - 1) * Number(alignment_se)
    : replicate_se === null
      ? Number.NaN
      : normalQuantile(0.975) * Number(replicate_se);

const end = (rows: readonly Row[], name: string): string => {
  const own = rows.filter(({ agent }) => agent === name);
  const [from, to] = [own[0], own[own.length - 1]];
  return (
    `${name}: alignment goes from ${formatNumber(Number(from.alignment))} to ${formatNumber(Number(to.alignment))} ` +
    `in ${Number(to.iteration) - Number(from.iteration)} updates.`
  );
};

/** "batch size 16", or the sizes of several agents: "A: batch size 64 for 32, B: batch size 8". */
const sizes = (rows: readonly Row[], agents: readonly Series[]): string => {
  const texts = agents.map(({ name }) => {
    const { batch_size, own_size } = rows.find(({ agent }) => agent === name) as Row;
    return `batch size ${batch_size}${batch_size === own_size ? "" : ` for ${own_size}`}`;
  });
  return new Set(texts).size === 1 ? texts[0] : list(agents.map(({ name }, i) => `${name}: ${texts[i]}`));
};

/** Which agents train with another batch size than the one that was probed. */
const otherSizes = (rows: readonly Row[], agents: readonly Series[]): string[] => {
  const others = agents.flatMap(({ name }) => {
    const { batch_size, own_size } = rows.find(({ agent }) => agent === name) as Row;
    return batch_size === own_size ? [] : [`${name} (${own_size}, shown at ${batch_size})`];
  });
  return others.length === 0
    ? []
    : [`Not probed at the batch size that the agent trains with: ${list(others)}.`];
};
