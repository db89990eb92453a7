import { batchSizeText } from "../batch-size.ts";
import { gridMap, largestSize } from "../drawing/grid-map.ts";
import { DIVERGING_CLASSES } from "../drawing/palette.ts";
import { ramp } from "../drawing/ramp.ts";
import type { Figure, Panel } from "../figure.ts";
import { literal } from "../text/literal.ts";

const MAX_ESTIMATORS = 7;

/** The gradient of a grid world, cell by cell and action by action: the truth beside the mean of the estimates. */
export const gradient: Figure = {
  name: "gradient",
  title: "Where does the gradient come from?",
  reading:
    "∂J/∂θ of every cell and action, each in the part of its cell that the action points to: the truth, and the " +
    "mean over all estimates of each estimator at its largest batch size. The color follows the square root of the " +
    "size, so that small values show.",
  needs:
    "an environment of cells (frozen-lake, cliff-walking, corridor), a softmax policy and a true gradient",
  sql({ study, single, grid }) {
    if (single === undefined || grid === undefined) return undefined;
    const actions = grid.sides.length;
    return `/* coordinates of the true gradient and of the mean estimates, at one θ; needs the vec_ functions of: trueslope sql */
WITH chosen AS (
  SELECT p.probe_id FROM probe AS p JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = ${literal(study)} AND r.agent = ${literal(single.agent)} AND r.seed = ${single.seed} AND p.iteration = ${single.iteration}
), largest AS (
  SELECT estimator, max(batch_size) AS batch_size FROM cell JOIN chosen USING (probe_id) GROUP BY estimator
), vector AS (
  SELECT NULL AS estimator, NULL AS batch_size, NULL AS replicates, gradient FROM truth JOIN chosen USING (probe_id)
  UNION ALL
  SELECT estimator, batch_size, finite, mean
  FROM cell JOIN chosen USING (probe_id) JOIN largest USING (estimator, batch_size) WHERE finite > 0
)
SELECT estimator, batch_size, replicates, key / ${actions} AS cell, key % ${actions} AS action, value
FROM vector, json_each(vec_json(gradient)) ORDER BY estimator, key`;
  },
  draw(rows, { estimators, single, grid }) {
    const truth = rows.filter(({ estimator }) => estimator === null);
    if (grid === undefined || single === undefined || truth.length === 0)
      return { panels: [], legend: [], findings: [] };
    const names = [...estimators.keys()].filter((name) => rows.some(({ estimator }) => estimator === name));
    const { agent, iteration, seed } = single;
    const means = rows.filter(({ estimator }) => estimator !== null);
    const where = `${agent}, iteration ${iteration}, seed ${seed}`;
    const maps = [null, ...names.slice(0, MAX_ESTIMATORS)].map((name) => {
      const own = rows.filter(({ estimator }) => estimator === name);
      return gridMap(own, truth, grid, { title: name ?? "the truth, ∇J", where });
    });
    const left = names.length - MAX_ESTIMATORS;
    return {
      panels: [colors(largestSize(truth)), ...maps],
      legend: [],
      findings: [
        (means.length === 0
          ? `${where}; no estimates.`
          : `${where}; means of ${means[0].replicates} estimates, ${batchSizeText(means)}.`) +
          (left > 0 ? ` ${left} more estimators are not drawn.` : ""),
      ],
    };
  },
};

/** The scale of colors; its ends are the largest size, and half of the way is a quarter of it. */
const colors = (largest: number): Panel => {
  const ticks = [-1, -0.5, 0, 0.5, 1].map(
    (at) => [((at + 1) / 2) * (DIVERGING_CLASSES - 1) + 0.5, Math.sign(at) * at ** 2 * largest] as const,
  );
  return { ...ramp("d", DIVERGING_CLASSES, ticks), alone: true };
};
