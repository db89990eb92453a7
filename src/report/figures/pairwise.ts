import { batchLines } from "../batch-lines.ts";
import { extremes } from "../drawing/extremes.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure } from "../figure.ts";
import { drawn, predictions, standardErrors } from "../probe-sql.ts";

/** Agreement of estimates with each other against batch size. */
export const pairwise: Figure = {
  name: "pairwise",
  title: "Do two estimates agree?",
  reading:
    "Mean cosine between two independent estimates. It needs no truth, and therefore cannot see bias: an estimator that " +
    "agrees with itself may still point elsewhere. Bars: ± 2 standard errors. The prediction is that of normal estimates, " +
    "drawn where it is known how an estimate depends on its batch: the square of the alignment with their own mean.",
  needs: "estimates",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* mean cosine between two estimates of a cell, mean over the seeds, and what normal estimates would show */
WITH ${predictions(selection)}, foretold AS (
  SELECT agent, iteration, estimator, batch_size, avg(agreement) AS predicted_cosine
  FROM predicted GROUP BY agent, iteration, estimator, batch_size
),
${standardErrors(selection, "agreement_scatter", "pairwise_cosine_se")} -- of u·ū, u = g/‖g‖
SELECT agent, iteration, estimator, batch_size, count(*) AS seeds, avg(pairwise_cosine) AS pairwise_cosine,
  pairwise_cosine_se, predicted_cosine
FROM estimator_summary
LEFT JOIN foretold USING (agent, iteration, estimator, batch_size)
LEFT JOIN error USING (agent, iteration, estimator, batch_size)
WHERE ${drawn(selection)}
GROUP BY agent, iteration, estimator, batch_size
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const values = rows.flatMap((row) =>
      row.pairwise_cosine === null ? [] : [Number(row.pairwise_cosine), Number(row.predicted_cosine)],
    );
    const high = Math.max(0.1, ...values);
    return {
      panels: batchLines(rows, selection, {
        measured: "pairwise_cosine",
        error: "pairwise_cosine_se",
        exact: "predicted_cosine",
        label: "cosine of two estimates",
        scale: {
          type: "linear",
          domain: [Math.max(-1, Math.min(0, ...values)), high > 0.75 ? 1 : high * 1.1],
          ticks: 6,
        },
      }),
      legend: seriesIn(rows, selection.estimators),
      named: true,
      keys: rows.some((row) => row.predicted_cosine !== null)
        ? [{ mark: "pale", label: "predicted", asked: true }]
        : [],
      findings: extremes(rows, selection, "pairwise_cosine", "most consistent", "least", "highest"),
    };
  },
};
