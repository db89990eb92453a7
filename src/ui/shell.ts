import { basename } from "node:path";
import { CELLS_READING } from "../report/cells-markup.ts";
import { HINT } from "../report/hint.ts";
import { html, scriptElement } from "../report/html.ts";

/** The style sheet of the report, and what the page has beside it. */
const STYLES = ["report", "page", "choices", "runs", "figures", "query"];

/** Queries to begin with: what they show, and the SQL. */
const EXAMPLES: readonly (readonly [title: string, sql: string])[] = [
  [
    "Alignment of every estimator",
    "SELECT agent, iteration, estimator, batch_size, mean_cosine, mean_cosine_se\nFROM estimator_over_seeds ORDER BY mean_cosine DESC",
  ],
  [
    "Bias and variance, measured and exact",
    "SELECT agent, iteration, estimator, batch_size, squared_bias, turned_by, scaled_by, exact_bias_norm, total_variance, exact_total_variance\nFROM estimator_over_seeds",
  ],
  ["Learning curves", "SELECT * FROM learning_curve ORDER BY agent, seed, iteration"],
  ["Evaluations", "SELECT * FROM evaluation_curve ORDER BY agent, seed, iteration"],
  [
    "Trajectories for an alignment of 0.9",
    "SELECT agent, iteration, estimator, seed, trajectories, low, high, verdict, limit_cosine, note\nFROM batch_for_alignment",
  ],
  [
    "Runs and their times",
    "SELECT agent, seed, status, attempt, started_at, ended_at, heartbeat, error FROM run",
  ],
  [
    "The first coordinates of some estimates",
    "SELECT estimator, batch_size, replicate, norm, cosine, vec_json(gradient) AS gradient\nFROM estimate LIMIT 5",
  ],
];

const heading = (id: string, text: string) => html`<h2 id="${id}-title">${text}</h2>`;

/** The page before anything is read: its scripts fill it. */
export const shell = (path: string): string =>
  `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${basename(path)} · trueslope</title>
<link rel="icon" href="/assets/icon.svg">
${STYLES.map(
  (name) => html`<link rel="stylesheet" href="/assets/${name}.css">
`,
)}
${["report", "page"].map((name) => scriptElement("", ` type="module" src="/assets/${name}.js"`))}
</head>
<body class="fresh">
<a class="skip" href="#main">Skip to the runs and figures</a>
<header class="top">
<div><p class="kicker">trueslope · how true is this policy gradient?</p><h1 title="${path}">${basename(path)}</h1></div>
<p id="following" class="following"><span class="light" aria-hidden="true"></span><span id="following-text">Reading …</span></p>
</header>
<div class="layout">
<form id="choices" class="choices" aria-label="What is shown" autocomplete="off">
<details id="choices-fold" open><summary>What is shown</summary>
<div class="selects">
<label>Study<select id="study" disabled></select></label>
<label>Agent<select id="agent" disabled></select></label>
<label>Probe at iteration<select id="iteration" disabled></select></label>
</div>
<fieldset><legend>Estimators</legend><div id="estimators" class="checks"></div></fieldset>
<fieldset><legend>Batch sizes</legend><div id="batch-sizes" class="checks sizes"></div></fieldset>
<nav class="jump" aria-label="Parts of the page"><p>Go to</p><ul>
<li><a href="#runs">Runs</a></li><li><a href="#figures">Figures</a></li><li><a href="#numbers">Numbers</a></li><li><a href="#sql">SQL</a></li></ul></nav>
</details>
</form>
<main id="main" tabindex="-1">
<p id="question" class="question"></p>
<div id="finding"></div>
<details id="notes-fold" hidden><summary id="notes-summary"></summary><ul id="notes" class="notes"></ul></details>
<section id="runs" aria-labelledby="runs-title">
<details id="runs-fold" open><summary class="fold-title">${heading("runs", "Runs")}<span id="runs-summary" class="summary"></span></summary>
<div id="runs-bar" class="bar" role="progressbar" aria-label="Trajectories drawn" aria-valuemin="0" aria-valuemax="100"><div></div></div>
<div class="scroll runs-box" role="region" tabindex="0" aria-labelledby="runs-title"><table class="runs">
<thead><tr>${["agent", "seed", "status", "progress", "iterations", "probes", "time"].map((name) => html`<th scope="col"${/status|progress/.test(name) ? html` class="text"` : html``}><button type="button" class="sort">${name}</button></th>`)}</tr></thead>
<tbody id="run-rows"></tbody></table></div>
</details>
</section>
<section id="figures" class="study" aria-labelledby="figures-title">
<div class="title-line">${heading("figures", "Figures")}<p class="hint">${HINT}</p></div>
<div id="names" class="names"></div>
<div id="board" class="figures board"></div>
<p id="no-figures" class="reading" hidden>Nothing to draw: neither estimates nor training were recorded.</p>
</section>
<section id="numbers" aria-labelledby="numbers-title">
<div class="title-line">${heading("numbers", "Numbers")}<p class="tools"><a id="cells-csv" href="/download/cells.csv" download>CSV</a></p></div>
<div id="cells"></div>
<details><summary>How to read it</summary><p class="reading">Of the probes drawn above. ${CELLS_READING}</p></details>
</section>
<section id="sql" aria-labelledby="sql-title">
${heading("sql", "SQL")}
<p class="reading">One query that reads, at most 4 seconds; the database cannot be changed from here. <code>vec_dot</code>, <code>vec_norm</code>, <code>vec_cosine</code>, <code>vec_json</code>, <code>vec_mean</code>, <code>vec_variance</code> and <code>vec_total_variance</code> compute with gradients.</p>
<form id="query" class="query" autocomplete="off">
<label>Begin with<select id="examples"><option value="">an example …</option>${EXAMPLES.map(([title, sql]) => html`<option value="${sql}">${title}</option>`)}</select></label>
<label for="statement">Query</label>
<textarea id="statement" rows="7" spellcheck="false" autocapitalize="off" aria-describedby="keys">${EXAMPLES[0][1]}</textarea>
<p class="buttons"><button type="submit" id="ask" class="first">Run</button><button type="button" id="stop" disabled>Stop</button><button type="button" id="save">Download CSV</button><span id="keys" class="hint">Ctrl+Enter runs it.</span></p>
</form>
<p id="answer-summary" class="summary" role="status"></p>
<div id="answer" class="scroll answer" role="region" tabindex="0" aria-label="Rows of the query" hidden></div>
<details id="schema"><summary>Tables and views, with every column</summary><div id="definitions"></div></details>
</section>
</main>
</div>
<div id="problem" class="problem" role="alert" hidden></div>
<p id="status" class="status" role="status"></p>
<noscript><p class="problem">This page needs JavaScript.</p></noscript>
</body>
</html>`}\n`;
