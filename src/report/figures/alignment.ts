import type { Row } from "../../store/snapshot.ts";
import { batchLines } from "../batch-lines.ts";
import { extremes } from "../extremes.ts";
import type { Figure, Key } from "../figure.ts";
import { list } from "../format-number.ts";
import { ALIGNMENT, drawn, overExactMoments } from "../probe-sql.ts";
import { seriesIn } from "../series.ts";

/** Alignment with the truth against batch size. */
export const alignment: Figure = {
  name: "alignment",
  title: "Which way does an estimate point?",
  reading:
    "Alignment, the mean cosine between one estimate and the true gradient ∇J, against the number of trajectories " +
    "behind it: 1 is the true direction, 0 a right angle. Bars: ± 2 standard errors over the replicates. The prediction " +
    "from the exact mean and variance is cos(E g, ∇J) / √(1 + NSR/n), with NSR the noise to signal of one trajectory; " +
    "where these are not known, those of the sample at the largest batch size take their place. " +
    "Estimates far from normal, such as those that are mostly zero, depart from it. Where ∇J is only " +
    "known from a reference, the alignment is corrected for the reference's noise.",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* mean cosine with the truth over the seeds, and what exact moments predict: cos(E g, G) / √(1 + v/‖E g‖²) */
WITH ${overExactMoments(selection, "m.cosine / sqrt(1 + m.total_variance / (m.mean_norm * m.mean_norm))", "predicted_alignment")}, sampled AS MATERIALIZED ( -- where no exact mean and variance are known: those of the sample at the largest batch size
  SELECT agent, seed, iteration, estimator, limit_cosine, nsr FROM batch_for_alignment
  WHERE source = 'empirical' AND ${drawn(selection)}
), aligned AS (
  SELECT agent, seed, iteration, estimator, batch_size,
    ${ALIGNMENT}
  FROM estimator_summary
  WHERE ${drawn(selection)}
)
SELECT agent, iteration, estimator, batch_size, count(alignment) AS seeds, avg(alignment) AS alignment,
  sqrt(sum(se * se)) / count(alignment) AS alignment_se,
  CASE WHEN count(alignment) > 0 THEN ifnull(predicted_alignment, avg(limit_cosine / sqrt(1 + nsr / batch_size))) END AS predicted_alignment,
  CASE WHEN predicted_alignment IS NULL THEN 'empirical' ELSE 'exact' END AS source
FROM aligned LEFT JOIN exact USING (agent, iteration, estimator, batch_size)
  LEFT JOIN sampled USING (agent, seed, iteration, estimator)
GROUP BY agent, iteration, estimator, batch_size
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const known = rows.filter(({ alignment }) => alignment !== null);
    const values = known.flatMap(({ alignment, alignment_se, predicted_alignment }) => [
      Number(alignment) + 2 * Number(alignment_se),
      Number(alignment) - 2 * Number(alignment_se),
      Number(predicted_alignment),
    ]);
    const low = Math.max(-1, Math.min(0, ...values));
    const high = Math.min(1, Math.max(0.1, ...values) * 1.06);
    return {
      panels: batchLines(rows, selection, {
        measured: "alignment",
        error: "alignment_se",
        exact: "predicted_alignment",
        label: "alignment (mean cosine)",
        scale: { type: "linear", domain: [low, high], ticks: 6 },
      }),
      legend: seriesIn(known, selection.estimators),
      keys: predictions(rows),
      findings: extremes(known, selection, "alignment", "best aligned", "worst", "highest"),
    };
  },
};

/** What the wide lines are predicted from; where that differs, of which estimators. */
const predictions = (rows: readonly Row[]): Key[] => {
  const predicted = rows.filter(({ predicted_alignment }) => predicted_alignment !== null);
  const names = (source: string) => [
    ...new Set(predicted.filter((row) => row.source === source).map(({ estimator }) => String(estimator))),
  ];
  const [exact, sampled] = [names("exact"), names("empirical")];
  if (exact.length + sampled.length === 0) return [];
  if (sampled.length === 0) return [{ mark: "pale", label: "predicted" }];
  if (exact.length === 0) return [{ mark: "pale", label: "predicted from the sample" }];
  return [
    { mark: "pale", label: `predicted; from the sample where no moments are exact (${list(sampled)})` },
  ];
};
