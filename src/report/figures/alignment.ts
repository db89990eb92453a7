import type { Row } from "../../store/snapshot.ts";
import { batchLines } from "../batch-lines.ts";
import { extremes } from "../drawing/extremes.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Key } from "../figure.ts";
import { ALIGNMENT, drawn, predictions } from "../probe-sql.ts";
import { list } from "../text/format-number.ts";
import { departures, zeros } from "./alignment-notes.ts";

/** Alignment with the truth against batch size. */
export const alignment: Figure = {
  name: "alignment",
  title: "Which way does an estimate point?",
  reading:
    "Alignment, the mean cosine between one estimate and the true gradient ∇J, against the number of trajectories " +
    "behind it: 1 is the true direction, 0 a right angle. Bars: ± 2 standard errors over the replicates. The prediction " +
    "is the law of normal estimates with the exact mean and variance, or those of the sample, and what means of the estimates " +
    "of smaller batches show; it is drawn where it is known how an estimate depends on its batch. Where ∇J is only " +
    "known from a reference, the alignment is corrected for the reference's noise.",
  needs: "estimates, and a true gradient",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* mean cosine with the truth over the seeds, and what was predicted, with standard errors; and what part of the estimates is 0 */
WITH ${predictions(selection)}, aligned AS (
  SELECT agent, seed, iteration, estimator, batch_size, 1 - 1.0 * nonzero / nullif(replicates - non_finite, 0) AS zeros,
    ${ALIGNMENT}
  FROM estimator_summary
  WHERE ${drawn(selection)}
)
SELECT agent, iteration, estimator, batch_size, count(a.alignment) AS seeds, avg(a.alignment) AS alignment,
  sqrt(sum(se * se)) / count(a.alignment) AS alignment_se, avg(zeros) AS zeros,
  avg(CASE WHEN a.alignment IS NOT NULL THEN p.alignment END) AS predicted_alignment,
  sqrt(sum((high - low) * (high - low))) / 3.92 / count(p.alignment) AS predicted_se, min(source) AS source
FROM aligned AS a LEFT JOIN predicted AS p USING (agent, seed, iteration, estimator, batch_size)
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
      named: true,
      keys: predictionKeys(rows),
      findings: [
        ...extremes(known, selection, "alignment", "best aligned", "worst", "highest"),
        ...zeros(rows, selection),
        ...departures(known),
      ],
    };
  },
};

/** What the wide lines are predicted from; where that differs, of which estimators. */
const predictionKeys = (rows: readonly Row[]): Key[] => {
  const predicted = rows.filter(({ predicted_alignment }) => predicted_alignment !== null);
  const names = (source: string) => [
    ...new Set(predicted.filter((row) => row.source === source).map(({ estimator }) => String(estimator))),
  ];
  const [exact, sampled] = [names("exact"), names("empirical")];
  if (exact.length + sampled.length === 0) return [];
  if (sampled.length === 0) return [{ mark: "pale", label: "predicted", asked: true }];
  if (exact.length === 0) return [{ mark: "pale", label: "predicted from the sample", asked: true }];
  return [
    {
      mark: "pale",
      label: `predicted; from the sample where no moments are exact (${list(sampled)})`,
      asked: true,
    },
  ];
};
