import type { Query } from "../store/snapshot.ts";
import { type LeftOut, mixtures, ofProbes, overflown } from "./caveats.ts";
import { cellsSql, inStudyOrder } from "./cells.ts";
import { CELLS_READING, cellTables } from "./cells-markup.ts";
import { cosinesOf } from "./cosines.ts";
import { findingsMarkup, keysMarkup, namesMarkup, panelMarkup, seriesOf } from "./drawing/drawing-markup.ts";
import { type Folded, folded, inRows, othersText, panelsShape } from "./drawing/figure-rows.ts";
import { WIDTH } from "./drawing/plot-panel.ts";
import { extraTables } from "./extra-tables.ts";
import type { Drawing, Figure, Panel } from "./figure.ts";
import { figures } from "./figures/index.ts";
import { vary } from "./figures/vary.ts";
import { readFinding } from "./finding/read-finding.ts";
import { foundTable, sentencesMarkup } from "./finding-markup.ts";
import { HINT } from "./hint.ts";
import { html, type Markup, nothing } from "./html.ts";
import { type Provenance, provenance, provenanceSql } from "./provenance.ts";
import type { Selection } from "./selection.ts";
import { studyRecord } from "./study.ts";

/** All about one study; `titled` if it is not the only one. */
export const studyMarkup = (query: Query, selection: Selection, id: string, titled: boolean): Markup => {
  const { study } = selection;
  const record = studyRecord(query, study);
  const origin = provenance(query, study);
  const finding = readFinding(query, selection);
  const all = figures.flatMap((figure) => draw(query, figure, selection));
  const family = all.filter(({ figure }) => figure === vary);
  const [first, ...rest] = all
    .filter((each) => !family.includes(each))
    .map((each, i) => ({ ...each, ...folded(each.drawing.panels, finding.probe, i === 0 ? 1 : undefined) }));
  const others = inRows(rest, ({ shown }) => panelsShape(shown).count);
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
    ...others.map(({ figure }) => [figure.name, figure.title]),
    ...(cells.length > 0 ? [["cells", "All cells"]] : []),
    ...extra.map(({ name, title }) => [name, title]),
    ["provenance", "Configuration and provenance"],
  ].map(([name, title]) => html`<li><a href="#${id}-${name}">${title}</a></li>`);
  const heading = titled
    ? html`<h2>${study}</h2><p class="question">${record?.question ?? ""}</p>`
    : html`<h2 class="status">The study</h2>`;
  const table =
    cells.length === 0
      ? nothing
      : html`<section id="${id}-cells" class="part"><h3>All cells</h3>
${cellTables(cells, cosinesOf(query, selection))}<div class="folds">${reading(CELLS_READING)}${code("SQL", cellsSql(selection))}</div></section>`;
  const extraMarkup = extra.map(
    ({ name, title, reading: how, sql, table }) =>
      html`<section id="${id}-${name}" class="part"><h3>${title}</h3>${table}<div class="folds">${reading(how)}${code("SQL", sql)}</div></section>`,
  );
  const names = namesMarkup(seriesOf([first, ...others].flatMap((each) => each?.drawing ?? [])));
  const found = foundTable(finding, selection.estimators);
  const opening =
    first === undefined
      ? html`<p>Nothing to draw yet: neither estimates nor training were recorded.</p>`
      : html`${sentencesMarkup(finding)}${names === nothing ? nothing : html`<div class="names">${names}</div>`}
<div class="opening ${(found === nothing ? undefined : WIDE[panelsShape(first.shown).count]) ?? "many"}">${figureMarkup(first, id)}${found}</div>`;
  return html`${family.map((each) => familyMarkup(each, id))}<section class="study" aria-label="${study}">${heading}${notice(origin, caveats)}${opening}
<nav aria-label="More of ${study}"><ul>${links}</ul></nav>
<p class="hint">${HINT}</p>
<div class="figures">${others.map((each) => figureMarkup(each, id))}</div>
${remarks(selection)}${table}${extraMarkup}
<section id="${id}-provenance" class="part"><h3>Configuration and provenance</h3>
<details><summary>What was run, and by what</summary>${facts(record?.facts ?? [])}${facts(origin.facts)}</details>
${record ? code("The study, every default filled in (YAML)", record.yaml) : nothing}${code("SQL of the provenance", provenanceSql(study))}</section>
</section>`;
};

/** What studies show together that differ in a few keys, before what each of them does. */
const familyMarkup = (drawn: Drawn, id: string): Markup => {
  const { panels, findings, legend } = drawn.drawing;
  const [first, ...others] = findings;
  const told = { ...drawn, drawing: { ...drawn.drawing, findings: others }, ...folded(panels, undefined) };
  return html`<section class="study" aria-label="All studies together">
<p class="result">${first}</p><div class="names">${namesMarkup(seriesOf([{ legend }]))}</div>
<div class="opening many">${figureMarkup(told, id)}</div></section>
`;
};

/** Class of the opening by the panels of its figure: whether there is room beside them. */
const WIDE: Readonly<Record<number, string>> = { 1: "one", 2: "two" };

/** A figure and what it shows of a study. */
interface Drawn {
  readonly figure: Figure;
  readonly sql: string;
  readonly drawing: Drawing;
}

const draw = (query: Query, figure: Figure, selection: Selection): Drawn[] => {
  const sql = figure.sql(selection);
  if (sql === undefined) return [];
  const drawing = figure.draw(query(sql), selection);
  return drawing.panels.length === 0 ? [] : [{ figure, sql, drawing }];
};

const figureMarkup = ({ figure, sql, drawing, shown, others }: Drawn & Folded, id: string): Markup => {
  const { panels, findings, keys } = drawing;
  const { width, count } = panelsShape(shown);
  const drawings = (some: readonly Panel[]) =>
    html`<div class="panels">${some.map((panel) => panelMarkup(panel, `${id}-${figure.name}-${panels.indexOf(panel)}`))}</div>`;
  const fold =
    others.length === 0
      ? nothing
      : html`<details class="others"><summary>${othersText(others)}</summary>${drawings(others)}</details>`;
  return html`<section id="${id}-${figure.name}" class="figure${width < WIDTH ? " small-panels" : ""}" style="--panels:${count};--w:${width}">
<h3>${figure.title}</h3>
${keysMarkup(keys)}<figure>${drawings(shown)}
<figcaption>${findingsMarkup(findings)}</figcaption></figure>
${fold}
<div class="folds">${reading(figure.reading)}${code("SQL of this figure", sql)}</div>
</section>
`;
};

/** How to read something, folded away. */
const reading = (text: string): Markup =>
  html`<details><summary>How to read it</summary><p class="reading">${text}</p></details>`;

const facts = (list: readonly (readonly [string, readonly string[]])[]): Markup =>
  html`<dl>${list.map(([term, descriptions]) => html`<dt>${term}</dt>${descriptions.map((each) => html`<dd>${each}</dd>`)}`)}</dl>`;

/** A text to copy, folded away. */
const code = (title: string, text: string): Markup =>
  html`<details><summary>${title}</summary><div class="code"><button type="button" class="copy">Copy</button><pre tabindex="0">${text}</pre></div></details>`;

const notice = ({ finished, status, failures }: Provenance, caveats: readonly string[]): Markup => {
  const points = [...failures, ...caveats].map((each) => html`<li>${each}</li>`);
  if (finished && points.length === 0) return nothing;
  const open = finished ? "" : `Not all runs are done: ${status}. What is drawn is what there is so far.`;
  const list =
    points.length > 0
      ? html`<details${finished ? nothing : html` open`}><summary>What is left out (${points.length})</summary><ul class="points">${points}</ul></details>`
      : nothing;
  return html`<div class="notice" role="note">${open}${list}</div>`;
};

const remarks = ({ left }: Selection): Markup =>
  left > 0
    ? html`<p class="reading">${left} more probes are not drawn; they are in the table, and <code>--agent</code> and <code>--iteration</code> choose others.</p>`
    : nothing;
