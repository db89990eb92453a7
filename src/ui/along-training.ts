import { atLargestBatch, batchSizeText } from "../report/batch-size.ts";
import { around, bandKeys, curvePanels } from "../report/drawing/curve-panels.ts";
import { type Series, seriesIn } from "../report/drawing/series.ts";
import type { Figure, Panel } from "../report/figure.ts";
import { ALIGNMENT } from "../report/probe-sql.ts";
import type { Selection } from "../report/selection.ts";
import { formatNumber } from "../report/text/format-number.ts";
import { literal } from "../report/text/literal.ts";
import type { Row } from "../store/snapshot.ts";

/** Alignment with the truth against the iteration, at one batch size. */
export const alongTraining: Figure = {
  name: "along-training",
  title: "Does training change the direction?",
  reading:
    "Alignment of one estimate with the true gradient ∇J at each probe along training, of each estimator at the largest " +
    "batch size shown. " +
    "θ differs from agent to agent and from seed to seed. Bands: ± 2 standard errors over the replicates.",
  needs: "an agent that was probed at two iterations or more, and a true gradient",
  sql: ({ study }) => `-- mean cosine with the truth along training: means over the seeds
WITH aligned AS (
  SELECT agent, iteration, estimator, batch_size,
    ${ALIGNMENT}
  FROM estimator_summary WHERE study = ${literal(study)}
)
SELECT agent, iteration, estimator, batch_size, count(alignment) AS seeds, avg(alignment) AS alignment,
  sqrt(sum(se * se)) / count(alignment) AS alignment_se
FROM aligned GROUP BY agent, iteration, estimator, batch_size HAVING count(alignment) > 0
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const largest = atLargestBatch(rows);
    const values = largest.flatMap(({ alignment, alignment_se }) => [
      Number(alignment) - 2 * Number(alignment_se),
      Number(alignment) + 2 * Number(alignment_se),
    ]);
    const domain: [number, number] = [
      Math.max(-1, Math.min(0, ...values)),
      Math.min(1, Math.max(0.1, ...values) * 1.06),
    ];
    const panels = [...selection.agents.keys()].flatMap((agent) => {
      const own = largest.filter((row) => row.agent === agent);
      const probes = new Set(own.map(({ iteration }) => iteration)).size;
      return probes < 2 ? [] : estimatorCurves(agent, own, selection, domain);
    });
    const legend = seriesIn(largest, selection.estimators);
    return { panels, legend, named: true, keys: bandKeys(panels), findings: [] };
  },
};

const estimatorCurves = (
  agent: string,
  rows: readonly Row[],
  { estimators }: Selection,
  domain: [number, number],
): Panel[] => {
  const last = Math.max(...rows.map(({ iteration }) => Number(iteration)));
  const end = ({ name }: Series) => {
    const own = rows.filter(({ estimator }) => estimator === name);
    const [from, to] = [own[0], own[own.length - 1]].map(({ alignment }) => formatNumber(Number(alignment)));
    return `${name} from ${from} to ${to}`;
  };
  return curvePanels(
    agent,
    rows,
    seriesIn(rows, estimators),
    {
      ...{ of: "estimator", x: "iteration", y: "alignment", marked: (own) => own, width: 1.75 },
      interval: ({ alignment, alignment_se }) => around(Number(alignment), 2 * Number(alignment_se)),
      say: ({ estimator, iteration, alignment }) =>
        `${estimator}, iteration ${iteration}: ${formatNumber(Number(alignment))}`,
      axes: {
        x: { label: "iteration", tickFormat: "~s", insetLeft: 8, insetRight: 8 },
        y: { label: "alignment (mean cosine)", domain },
      },
    },
    (shown) => ({
      note: batchSizeText(rows),
      description: `Alignment against iteration, until ${last}: ${shown.map(end).join("; ")}.`,
    }),
  );
};
