import { batchLines } from "../batch-lines.ts";
import { extremes } from "../extremes.ts";
import type { Figure } from "../figure.ts";
import { drawn, overExactMoments } from "../probe-sql.ts";
import { seriesIn } from "../series.ts";

/** Alignment with the truth against batch size. */
export const alignment: Figure = {
  name: "alignment",
  title: "Which way does an estimate point?",
  reading:
    "Alignment, the mean cosine between one estimate and the true gradient ∇J, against the number of trajectories " +
    "behind it: 1 is the true direction, 0 a right angle. Bars: ± 2 standard errors over the replicates. The prediction " +
    "from the exact mean and variance is cos(E g, ∇J) / √(1 + NSR/n), with NSR the noise to signal of one trajectory; " +
    "estimates far from normal, such as those that are mostly zero, depart from it. Where ∇J is only known from a " +
    "reference, the alignment is corrected for the reference's noise.",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* mean cosine with the truth over the seeds, and what exact moments predict: cos(E g, G) / √(1 + v/‖E g‖²) */
WITH ${overExactMoments(selection, "m.cosine / sqrt(1 + m.total_variance / (m.mean_norm * m.mean_norm))", "predicted_alignment")}, aligned AS (
  SELECT agent, iteration, estimator, batch_size,
    CASE truth_method WHEN 'reference' THEN corrected_cosine ELSE mean_cosine END AS alignment,
    CASE truth_method WHEN 'reference' THEN (corrected_cosine_high - corrected_cosine_low) / 3.92 ELSE mean_cosine_se END AS se
  FROM estimator_summary
  WHERE ${drawn(selection)}
)
SELECT agent, iteration, estimator, batch_size, count(alignment) AS seeds, avg(alignment) AS alignment,
  sqrt(sum(se * se)) / count(alignment) AS alignment_se, predicted_alignment
FROM aligned LEFT JOIN exact USING (agent, iteration, estimator, batch_size)
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
      keys: rows.some((row) => row.predicted_alignment !== null)
        ? [{ mark: "pale", label: "predicted" }]
        : [],
      findings: extremes(known, selection, "alignment", "best aligned", "worst", "highest"),
    };
  },
};
