import type { Query } from "../store/snapshot.ts";
import { type LeftOut, mixtures, ofProbes, overflown } from "./caveats.ts";
import { cellsSql, inStudyOrder } from "./cells.ts";
import { CELLS_READING, cellTables } from "./cells-markup.ts";
import { legend, panelSvg } from "./drawing/drawing-markup.ts";
import { extraTables } from "./extra-tables.ts";
import type { Figure } from "./figure.ts";
import { figures } from "./figures/index.ts";
import { html, type Markup, nothing } from "./html.ts";
import { type Provenance, provenance, provenanceSql } from "./provenance.ts";
import type { Selection } from "./selection.ts";
import { studyRecord } from "./study.ts";

/** All about one study; `titled` if it is not the only one. */
export const studyMarkup = (query: Query, selection: Selection, id: string, titled: boolean): Markup => {
  const { study } = selection;
  const record = studyRecord(query, study);
  const origin = provenance(query, study);
  const drawn = figures.flatMap((figure) => figureMarkup(query, figure, selection, id));
  const cells = inStudyOrder(query(cellsSql(selection)), selection);
  const extra = extraTables(query, selection);
  const shown = selection.probes.map((probe) => ({ study, ...probe }));
  const leftOut = cells.map((cell) => ({ study, ...cell })) as unknown as LeftOut[];
  const caveats = [
    ...mixtures(query, [study]),
    ...overflown(query, [study]),
    ...ofProbes(query, shown, leftOut, "all"),
  ];
  const links = [
    ...drawn.map(({ figure }) => [figure.name, figure.title]),
    ...(cells.length > 0 ? [["cells", "All cells"]] : []),
    ...extra.map(({ name, title }) => [name, title]),
    ["provenance", "Configuration and provenance"],
  ].map(([name, title]) => html`<li><a href="#${id}-${name}">${title}</a></li>`);
  const heading = titled
    ? html`<h2>${study}</h2><p class="question">${record?.question ?? ""}</p>`
    : html`<h2>The study</h2>`;
  const table =
    cells.length === 0
      ? nothing
      : html`<section id="${id}-cells" class="part"><h3>All cells</h3>
<p class="reading">${CELLS_READING}</p>
${cellTables(cells)}${code("SQL", cellsSql(selection))}</section>`;
  const extraMarkup = extra.map(
    ({ name, title, reading, sql, table }) =>
      html`<section id="${id}-${name}" class="part"><h3>${title}</h3><p class="reading">${reading}</p>${table}${code("SQL", sql)}</section>`,
  );
  return html`<section class="study" aria-label="${study}">${heading}${notice(origin, caveats)}${facts(record?.facts ?? [])}
<nav aria-label="Figures of ${study}"><ul>${links}</ul></nav>
${drawn.length > 0 ? html`<p class="hint">Choose a name in a legend to bring it out in every figure.</p>` : nothing}
<div class="figures">${drawn.map(({ markup }) => markup)}</div>
${drawn.length === 0 ? html`<p>Nothing to draw yet: neither estimates nor training were recorded.</p>` : nothing}
${remarks(selection)}${table}${extraMarkup}
<section id="${id}-provenance" class="part"><h3>Configuration and provenance</h3>${facts(origin.facts)}
${record ? code("The study, every default filled in (YAML)", record.yaml) : nothing}${code("SQL of the provenance", provenanceSql(study))}</section>
</section>`;
};

const figureMarkup = (
  query: Query,
  figure: Figure,
  selection: Selection,
  id: string,
): { figure: Figure; markup: Markup }[] => {
  const sql = figure.sql(selection);
  if (sql === undefined) return [];
  const drawing = figure.draw(query(sql), selection);
  const { panels, findings } = drawing;
  if (panels.length === 0) return [];
  const drawings = panels.map(
    (panel, i) =>
      html`<div class="panel${panel.alone ? " alone" : ""}">${panel.title ? html`<p class="panel-title">${panel.title}${panel.note ? html`<span>${panel.note}</span>` : nothing}</p>` : nothing}${panelSvg(panel, `${id}-${figure.name}-${i}`)}</div>`,
  );
  return [
    {
      figure,
      markup: html`<section id="${id}-${figure.name}" class="figure${panels.length > 1 ? " wide" : ""}">
<h3>${figure.title}</h3>
<figure>${legend(drawing)}<div class="panels" style="--w:${Math.max(...panels.filter(({ alone }) => !alone).map(({ width }) => width))}">${drawings}</div>
<figcaption>${findings.map((finding) => html`<p class="finding">${finding}</p>`)}<p class="reading">${figure.reading}</p></figcaption></figure>
${code("SQL of this figure", sql)}
</section>
`,
    },
  ];
};

const facts = (list: readonly (readonly [string, readonly string[]])[]): Markup =>
  html`<dl>${list.map(([term, descriptions]) => html`<dt>${term}</dt>${descriptions.map((each) => html`<dd>${each}</dd>`)}`)}</dl>`;

/** A text to copy, folded away. */
const code = (title: string, text: string): Markup =>
  html`<details><summary>${title}</summary><div class="code"><button type="button" class="copy">Copy</button><pre tabindex="0">${text}</pre></div></details>`;

const notice = ({ finished, status, failures }: Provenance, caveats: readonly string[]): Markup => {
  if (finished && caveats.length === 0) return nothing;
  const open = finished ? "" : `Not all runs are done: ${status}. What is drawn is what there is so far.`;
  const points = [...failures, ...caveats].map((each) => html`<li>${each}</li>`);
  const list = points.length > 0 ? html`<ul>${points}</ul>` : nothing;
  return html`<div class="notice" role="note">${open}${list}</div>`;
};

const remarks = ({ left }: Selection): Markup =>
  left > 0
    ? html`<p class="reading">${left} more probes are not drawn; they are in the table, and <code>--agent</code> and <code>--iteration</code> choose others.</p>`
    : nothing;
