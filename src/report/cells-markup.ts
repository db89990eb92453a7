import type { Row } from "../store/snapshot.ts";
import { CELL_COLUMNS, isShown, shownAlignment, shownValue } from "./cells.ts";
import { type Cosines, cellKey } from "./cosines.ts";
import { html, type Markup } from "./html.ts";
import { sortHead, valueCell } from "./sorted-table.ts";
import { formatNumber } from "./text/format-number.ts";

/** What the columns of the tables mean. */
export const CELLS_READING =
  "Means over the seeds. Bias: ‖E g − ∇J‖ without the noise of the mean, ≤ where none is seen in it. Its two parts: E g is ∇J " +
  "turned by an angle, and scaled, with an interval or from the model. Exact: from the model, without any sampling. Zeros: " +
  "estimates that are exactly 0.";

const MAX_ROWS = 3000;

/** Columns that the heading of a table says already. */
const SAID = new Set(["agent", "iteration", "seeds", "truth_norm", "truth_standard_error", "estimator"]);

/** Columns that the one of the alignment shows too. */
const WITHIN = new Set(["mean_cosine_se", "corrected_cosine", "corrected_cosine_se", "no_alignment"]);

/**
 * All cells, a table per agent and iteration; the last iteration of each agent is open.
 *
 * @param cosines by cell; what is known of them is shown on demand
 */
export const cellTables = (rows: readonly Row[], cosines: Cosines = new Map()): Markup => {
  const shown = rows.slice(0, MAX_ROWS);
  const probes = groups(shown, ({ agent, iteration }) => `${agent} ${iteration}`);
  const tables = probes.map((cells, i) => {
    const last = probes[i + 1]?.[0].agent !== cells[0].agent;
    return html`<details${last ? html` open` : html``}><summary>${title(cells)}</summary>${table(cells, cosines)}</details>`;
  });
  const left = rows.length - shown.length;
  return left > 0 ? html`${tables}<p>${left} more cells are in the database.</p>` : html`${tables}`;
};

const title = ([
  { agent, iteration, seeds, truth_norm, truth_standard_error: error, noise_truths, no_alignment },
]: readonly Row[]): string =>
  `${agent}, iteration ${iteration}` +
  (Number(seeds) > 1 ? `, mean of ${seeds} seeds` : "") +
  (truth_norm === null ? "" : `, ‖∇J‖ = ${formatNumber(Number(truth_norm))}`) +
  (Number(error ?? 0) > 0 ? ` ± ${formatNumber(Number(error), 2)} (a reference)` : "") +
  (Number(noise_truths ?? 0) === 0
    ? ""
    : `; nothing is compared with it${ofSeeds(noise_truths, seeds)}: ${no_alignment}`);

const ofSeeds = (some: Row[string], all: Row[string]): string =>
  Number(all) > 1 ? ` in ${some} of ${all} seeds` : "";

const table = (rows: readonly Row[], cosines: Cosines): Markup => {
  const columns = Object.keys(CELL_COLUMNS).filter(
    (column) => !SAID.has(column) && !WITHIN.has(column) && isShown(rows, column),
  );
  const spread = rows.some((row) => cosines.has(cellKey(row)));
  const lines = rows.map((row, i) => {
    const again = row.estimator === rows[i - 1]?.estimator;
    const values = columns.map((column) =>
      column === "mean_cosine"
        ? valueCell(row.corrected_cosine ?? row.mean_cosine, shownAlignment(row))
        : valueCell(row[column], shownValue(row, column)),
    );
    return html`<tr class="${again ? "again" : "first"}"><th scope="row">${String(row.estimator)}</th>${values}${spread ? spreadCell(row, cosines) : html``}</tr>`;
  });
  const headings = columns.map((column) =>
    sortHead(column === "mean_cosine" ? alignmentHeading(rows) : CELL_COLUMNS[column]),
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Cells of ${title(rows)}"><table><thead><tr>${sortHead("estimator")}${headings}${spread ? html`<th scope="col">cosines</th>` : html``}</tr></thead><tbody>${lines}</tbody></table></div>`;
};

/** The distribution of a cell's cosines, on demand. */
const spreadCell = (row: Row, cosines: Cosines): Markup => {
  const bins = cosines.get(cellKey(row));
  const name = `Cosines with ∇J: ${row.estimator}, batch size ${row.batch_size}, ${row.agent}, iteration ${row.iteration}`;
  return bins === undefined
    ? html`<td></td>`
    : html`<td><button type="button" data-cosines="${bins}" data-title="${name}" aria-label="${name}">show</button></td>`;
};

const alignmentHeading = (rows: readonly Row[]): string =>
  rows.some(({ corrected_cosine }) => typeof corrected_cosine === "number")
    ? "corrected alignment ± s.e."
    : "alignment ± s.e.";

/** Neighbors with the same key, together. */
const groups = (rows: readonly Row[], key: (row: Row) => string): Row[][] => {
  const found: Row[][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && key(last[0]) === key(row)) last.push(row);
    else found.push([row]);
  }
  return found;
};
