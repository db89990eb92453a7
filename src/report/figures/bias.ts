import type { Row } from "../../store/snapshot.ts";
import { seedsNote } from "../batch-measure.ts";
import { atLargestBatch, batchSizeText } from "../batch-size.ts";
import { joined } from "../drawing/agreeing.ts";
import { type ForestLine, forest } from "../drawing/forest.ts";
import { seriesIn } from "../drawing/series.ts";
import type { Figure, Panel } from "../figure.ts";
import { drawn } from "../probe-sql.ts";
import type { Probe, Selection } from "../selection.ts";
import { scaleText, turnText } from "../text/bias-text.ts";

/** The two things that a bias is: how the mean estimate is turned, and how it is scaled. */
export const bias: Figure = {
  name: "bias",
  title: "Does it lead elsewhere?",
  reading:
    "The mean estimate E g is ∇J turned by an angle, which leads elsewhere, and scaled by a factor, which a learning rate makes up " +
    "for: of each estimator at its largest batch size, without the noise of means. Filled: from the model, exact; hollow: measured, " +
    "with a 95 % interval. Dotted: no turn, and the scale of ∇J.",
  needs: "estimates, and a true gradient",
  sql: (selection) =>
    selection.probes.length === 0
      ? undefined
      : `/* by what angle the mean estimate is turned from the truth, and by what factor it is scaled: means over the seeds */
SELECT agent, iteration, estimator, batch_size, seeds, turned_by, turned_by_low, turned_by_high, exact_turned_by,
  scaled_by, scaled_by_low, scaled_by_high, exact_scaled_by
FROM estimator_over_seeds
WHERE ${drawn(selection)}
ORDER BY agent, iteration, estimator, batch_size`,
  draw(rows, selection) {
    const panels = PARTS.flatMap((part) =>
      selection.probes.flatMap(({ agent, iteration }) => {
        const here = rows.filter((row) => row.agent === agent && row.iteration === iteration);
        return panel({ agent, iteration }, part, atLargestBatch(here), selection);
      }),
    );
    const known = (exact: boolean) =>
      PARTS.some(({ column }) =>
        rows.some((row) => row[column] !== null && (row[`exact_${column}`] !== null) === exact),
      );
    return {
      panels,
      legend: [], // the axis has the names
      keys: [
        ...(known(true) ? [{ mark: "filled", label: "exact" } as const] : []),
        ...(known(false) ? [{ mark: "hollow", label: "measured" } as const] : []),
        ...(panels.length > 0 ? [{ mark: "dotted", label: "unbiased" } as const] : []),
      ],
      findings: [],
    };
  },
};

interface Part {
  readonly column: "turned_by" | "scaled_by";
  readonly label: string;
  /** Of an estimator without bias. */
  readonly unbiased: number;
  readonly text: (row: Row) => string;
}

const PARTS: readonly Part[] = [
  { column: "turned_by", label: "turned by (degrees)", unbiased: 0, text: turnText },
  { column: "scaled_by", label: "scaled by", unbiased: 1, text: scaleText },
];

const panel = (
  probe: Probe,
  { column, label, unbiased, text }: Part,
  rows: readonly Row[],
  { estimators }: Selection,
): Panel[] => {
  const [exact, low, high] = [`exact_${column}`, `${column}_low`, `${column}_high`];
  const said = (row: Row) => text(row).replaceAll("-", "−");
  const measured = rows.filter((row) => typeof (row[exact] ?? row[column]) === "number");
  const lines = joined(
    seriesIn(measured, estimators),
    ({ name }) => measured.filter(({ estimator }) => estimator === name),
    ([one], [other]) => (one[exact] === null) === (other[exact] === null) && said(one) === said(other),
  ).map((line): ForestLine => {
    const [row] = line.rows;
    const hollow = typeof row[exact] !== "number";
    const limit = (name: string) => (hollow ? Number(row[name] ?? Number.NaN) : Number.NaN);
    return {
      ...{ line, hollow, label: said(row), estimate: Number(row[exact] ?? row[column]) },
      ...{ low: limit(low), high: limit(high) },
    };
  });
  if (lines.length === 0) return [];
  const ends = lines.flatMap(({ estimate, low, high }) => [estimate, low, high].filter(Number.isFinite));
  const [least, greatest] = [Math.min(0, ...ends), Math.max(unbiased === 0 ? 5 : 1.2, ...ends)];
  return [
    forest(
      {
        title: `${probe.agent}, iteration ${probe.iteration}`,
        probe,
        note: `${label}; ${batchSizeText(rows)}, ${seedsNote(rows)}`,
        description: `Mean estimates ${label}. ${lines.map(({ line, label: value }) => `${line.names.join(", ")}: ${value}`).join("; ")}.`,
      },
      lines,
      { label, domain: [least, greatest] },
      unbiased,
    ),
  ];
};
