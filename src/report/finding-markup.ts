import type { Series } from "./drawing/series.ts";
import type { Finding } from "./finding/read-finding.ts";
import { degreesText, turnedText } from "./finding/words.ts";
import { html, type Markup, nothing } from "./html.ts";
import { sortHead, valueCell } from "./sorted-table.ts";
import { shortened } from "./text/short-batch-words.ts";

/** What a study found, in words: its first sentence large. */
export const sentencesMarkup = ({ sentences: [first, ...others] }: Finding): Markup =>
  first === undefined
    ? nothing
    : html`<p class="result">${first}</p>${others.map((each) => html`<p>${each}</p>`)}`;

/** The estimators of the probe that the finding is of, the best aligned first, with bars of their alignment. */
export const foundTable = ({ probe }: Finding, series: ReadonlyMap<string, Series>): Markup => {
  const shown = probe?.estimators.filter(({ alignment }) => alignment !== undefined) ?? [];
  if (probe === undefined || shown.length < 2) return nothing;
  const { agent, iteration, seeds, batchSize } = probe;
  const about = `${agent}, iteration ${iteration}, batch size ${batchSize}${seeds > 1 ? `, mean of ${seeds} seeds` : ""}`;
  const turns = shown.some(({ turnedBy }) => turnedBy !== undefined);
  const lines = shown.map(({ names, label, alignment = 0, angle = 0, needed, neededText, ...turn }) => {
    const look = series.get(names[0]);
    const keys = names.flatMap((name) => series.get(name)?.key ?? []).join(" ");
    const turnedBy = turn.turnedBy ?? turn.turnedAtMost ?? null;
    return html`<tr><th scope="row">${label}</th><td class="alignment" data-value="${alignment.toFixed(6)}"><svg class="series e ${keys}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(0.5, 100 * Math.abs(alignment)).toFixed(1)}" height="10" fill="${look?.color ?? "var(--muted)"}" fill-opacity="${alignment < 0 ? 0.4 : 1}"/></svg>${alignment.toFixed(2).replace("-", "−")}</td>${valueCell(angle, degreesText(angle))}${turns ? valueCell(turnedBy, turnedText(turn)) : nothing}${valueCell(needed ?? null, shortened(neededText).replace(/ \([\d,]+ to .*?\)/, ""))}</tr>`;
  });
  const heads = [
    "estimator",
    "alignment",
    "angle to ∇J",
    ...(turns ? ["turned by bias"] : []),
    "trajectories for 0.9",
  ].map(sortHead);
  return html`<div class="scroll found" role="region" tabindex="0" aria-label="What was found of each estimator"><table><caption>${about}</caption><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table></div>`;
};
