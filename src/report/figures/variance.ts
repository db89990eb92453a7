import type { Row } from "../../store/snapshot.ts";
import { batchLines } from "../batch-lines.ts";
import { extremes } from "../drawing/extremes.ts";
import { logScale } from "../drawing/log-scale.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure } from "../figure.ts";
import { drawn, overExactMoments, standardErrors } from "../probe-sql.ts";
import { list } from "../text/format-number.ts";

/** Total variance against batch size. */
export const variance: Figure = {
  name: "variance",
  title: "How noisy is it?",
  reading:
    "Total variance of one estimate, the trace of its covariance, against the number of trajectories behind it, both " +
    "logarithmic. Bars: ± 2 standard errors. Exact values follow from the model. Below the dotted line the signal, ‖∇J‖², is " +
    "larger than the noise.",
  needs: "estimates",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* total variance (trace of the covariance) of one estimate, mean over the seeds: measured and exact */
WITH ${overExactMoments(selection, "m.total_variance", "exact_variance")},
${standardErrors(selection, "squared_deviation_scatter", "total_variance_se")}
SELECT agent, iteration, estimator, batch_size, seeds, total_variance, total_variance_se, exact_variance,
  truth_norm * truth_norm AS squared_truth_norm
FROM estimator_over_seeds
LEFT JOIN exact USING (agent, iteration, estimator, batch_size)
LEFT JOIN error USING (agent, iteration, estimator, batch_size)
WHERE ${drawn(selection)}
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const scale = logScale(rows.flatMap((row) => [Number(row.total_variance), Number(row.exact_variance)]));
    const [noisy, still] = split(rows, ({ total_variance }) => Number(total_variance) >= scale.domain[0]);
    const without = seriesIn(still, selection.estimators).map(({ name }) => name);
    return {
      panels: batchLines(rows, selection, {
        measured: "total_variance",
        error: "total_variance_se",
        exact: "exact_variance",
        label: "total variance",
        scale,
        level: "squared_truth_norm",
      }),
      legend: seriesIn(noisy, selection.estimators),
      named: true,
      keys: [
        ...(rows.some(({ exact_variance }) => exact_variance !== null)
          ? [{ mark: "pale", label: "exact", asked: true } as const]
          : []),
        { mark: "dotted", label: "‖∇J‖²" },
      ],
      findings: [
        ...extremes(noisy, selection, "total_variance", "least noisy", "noisiest", "lowest"),
        ...(without.length > 0 ? [`Not drawn where it has no variance: ${list(without)}.`] : []),
      ],
    };
  },
};

const split = (rows: readonly Row[], condition: (row: Row) => boolean): readonly [Row[], Row[]] => [
  rows.filter(condition),
  rows.filter((row) => row.total_variance !== null && !condition(row)),
];
