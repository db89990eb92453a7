import { createHash } from "node:crypto";
import type { Query } from "../store/snapshot.ts";
import { script, styleSheet } from "./appearance.ts";
import { html, Markup, scriptElement } from "./html.ts";
import { type Selection, selections, type Wanted } from "./selection.ts";
import { studyRecord } from "./study.ts";
import { studyMarkup } from "./study-markup.ts";
import { list } from "./text/format-number.ts";

/** What several studies are about: the keys they differ in, or their names. */
const questionOf = (studies: readonly Selection[]): string => {
  const [{ variation }] = studies;
  return variation?.studies.length === studies.length
    ? `${studies.length} studies that differ in ${list(variation.keys)}.`
    : `${studies.length} studies: ${studies.map(({ study }) => study).join(", ")}.`;
};

/**
 * The report on a database as one HTML file that needs nothing else: no network, no fonts, no images. Its only
 * script is named by its hash in the content security policy, so that nothing from the database can run.
 *
 * @param name of the database, for the title
 */
export const reportPage = (query: Query, name: string, wanted: Wanted = {}): string => {
  const studies = selections(query, wanted);
  const single = studies.length === 1 ? studies[0] : undefined;
  const title = single ? single.study : name;
  const study = single && studyRecord(query, single.study);
  const question =
    study?.question ?? (studies.length === 0 ? "The database holds no study yet." : questionOf(studies));
  const code = script();
  const hash = createHash("sha256").update(code).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:`;
  const content =
    studies.length === 0
      ? html`<p>Run a study, and make this report again: <code>trueslope run study.yaml</code>.</p>`
      : studies.map((selection, i) => studyMarkup(query, selection, `x${i}`, single === undefined));
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · trueslope</title>
<link rel="icon" href="data:,">
<style>${new Markup(styleSheet())}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
<header>
<p class="kicker">trueslope · how true is this policy gradient?</p>
<h1>${title}</h1>
<p class="question">${question}</p>
</header>
<main id="main">${content}</main>
<footer><p>Every number comes from the SQL beside it; run it with <code>trueslope sql</code>, or most of it in any SQLite client.</p></footer>
<p id="status" class="status" role="status"></p>
${scriptElement(code)}
</body>
</html>`}\n`;
};
