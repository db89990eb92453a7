import { type Markish, ruleY } from "@observablehq/plot";
import { powerOfTen } from "../../arithmetic/power.ts";
import type { Row } from "../../store/snapshot.ts";
import { joined, type Line } from "../drawing/agreeing.ts";
import { logScale } from "../drawing/log-scale.ts";
import { namedRows } from "../drawing/named-rows.ts";
import { seriesIn } from "../drawing/series.ts";
import { symbols } from "../drawing/symbols.ts";
import type { Figure, Panel } from "../figure.ts";
import { drawn } from "../probe-sql.ts";
import type { Probe, Selection } from "../selection.ts";
import { batchWords } from "../text/batch-words.ts";
import { shortBatchWords } from "../text/short-batch-words.ts";

/** Trajectories that an estimate needs for a mean alignment of 0.9. */
export const batchNeeded: Figure = {
  name: "batch-needed",
  title: "How large must the batch be?",
  reading:
    "Trajectories per estimate for a mean alignment of 0.9 with ∇J, with 95 % intervals: by the law of normal estimates, from " +
    "exact moments where there are any, and by what means of stored estimates show beside it. Of an estimate that is no mean " +
    "over its batch, only two probed batch sizes tell. “Never”: ever larger batches tend to an alignment below 0.9.",
  needs: "estimators of which the batch for 0.9 is known, or that there is none",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* trajectories for a mean alignment of 0.9: the mean over the seeds that reach it */
SELECT agent, iteration, estimator, seeds, reaching, never, source, method, from_size,
  CASE WHEN trajectories < 1e12 THEN trajectories END AS trajectories, low, high, limit_cosine, note
FROM batch_for_alignment_over_seeds
WHERE ${drawn(selection)}
ORDER BY agent, iteration, estimator`,
  draw(rows, selection) {
    const reached = rows.flatMap(({ trajectories, low, high }) =>
      trajectories === null ? [] : [trajectories, low ?? trajectories, high ?? trajectories].map(Number),
    );
    const least = Math.max(1, powerOfTen(Math.floor(Math.log10(Math.min(100, ...reached) / 1.5))));
    const scale = logScale([least, 10 * least, ...reached]);
    const x = { ...scale, domain: [least, scale.domain[1]] as [number, number] };
    const shown = selection.probes.flatMap(({ agent, iteration }) => {
      const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
      if (here.every(({ reaching, never }) => reaching === 0 && never === 0)) return [];
      return [{ probe: { agent, iteration }, here }];
    });
    return {
      panels: shown.map(({ probe, here }) => panel(probe, here, selection, x)),
      legend: seriesIn(
        shown.flatMap(({ here }) => here),
        selection.estimators,
      ),
      named: true,
      keys: (
        [
          { mark: "filled", label: "from exact moments", source: "exact" },
          { mark: "hollow", label: "from the sample", source: "empirical" },
        ] as const
      ).filter(({ source }) => rows.some((row) => row.source === source)),
      findings: [],
    };
  },
};

/** Who needs the fewest is first; who never gets there is last, and before it who is not known to. */
const byNeed = (a: Row, b: Row): number => rank(a) - rank(b);
const rank = ({ trajectories, never, limit_cosine: limit }: Row): number =>
  trajectories !== null ? Number(trajectories) : Number(never) > 0 ? 1e300 * (2 - Number(limit ?? 0)) : 1e299;

/** A row per estimator, or per several of which the same is written, to three digits. */
const linesOf = (rows: readonly Row[], { estimators }: Selection): Line[] =>
  joined(
    seriesIn(rows, estimators),
    ({ name }) => [rows.find(({ estimator }) => estimator === name) as Row],
    ([one], [other]) => one.source === other.source && shortBatchWords(one) === shortBatchWords(other),
  ).sort((a, b) => byNeed(a.rows[0], b.rows[0]));

const panel = (
  probe: Probe,
  rows: readonly Row[],
  selection: Selection,
  x: Parameters<typeof namedRows>[2]["x"],
): Panel => {
  const lines = linesOf(rows, selection);
  const marks = (line: Line, y: number): Markish[] => {
    const { rows, className, color, names } = line;
    const [{ trajectories, low, high, source }] = rows;
    if (trajectories === null) return [];
    const at = { y: () => y, className };
    const ends = { x1: () => Number(low ?? trajectories), x2: () => Number(high ?? x.domain[1]) };
    const told = (row: Row) => `${names.join(", ")}\n${batchWords(row)} trajectories for an alignment of 0.9`;
    return [
      ruleY(rows, { ...at, ...ends, stroke: color, strokeWidth: 2 }),
      symbols(rows, line, { ...at, x: "trajectories", hollow: source !== "exact", r: 5.5, title: told }),
    ];
  };
  return namedRows(
    {
      title: `${probe.agent}, iteration ${probe.iteration}`,
      probe,
      description: `Trajectories for an alignment of 0.9. ${rows.map((row) => `${row.estimator}: ${batchWords(row)}`).join("; ")}.`,
    },
    lines,
    {
      x,
      label: "trajectories per estimate",
      values: lines.map(({ rows: [row] }) => shortBatchWords(row).replace(", ", "\n")),
      marks,
    },
  );
};
