import type { FoundEstimator, ProbeFinding } from "../report/finding/finding.ts";
import type { Learned } from "../report/finding/learned.ts";
import type { Finding } from "../report/finding/read-finding.ts";
import { countText, degreesText, learnedText } from "../report/finding/words.ts";
import { count } from "../report/text/format-number.ts";
import { shorten } from "../report/text/shorten.ts";

/**
 * What a study found, for a terminal: the sentence, a bar of alignment per estimator with its angle and the batch it needs,
 * and what the agents learned. No line is longer than `width` columns, but for words that are.
 */
export const findingText = (
  { study, environment, probe, learned, sentences }: Finding,
  width: number,
): string => {
  const [first, ...rest] = sentences;
  const parts = [
    first === undefined ? [] : wrapped(first, width),
    probe?.estimators.some(({ alignment }) => alignment !== undefined)
      ? [heading(study, environment, probe), ...barLines(probe, width)].flatMap((line) =>
          line.length > width ? wrapped(line, width) : [line],
        )
      : [],
    rest.flatMap((sentence) => wrapped(sentence, width)),
    learnedLines(learned, width),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
};

const heading = (
  study: string,
  environment: string,
  { agent, iteration, batchSize, seeds }: ProbeFinding,
): string =>
  `${study === environment ? study : `${study} on ${environment}`} · ${count(batchSize, "trajectory", "trajectories")} an estimate, ` +
  `the same for all · ${iteration === 0 ? "first θ" : `θ of ${agent} after ${count(iteration, "update")}`} · ${seeds === 1 ? "one seed" : `mean of ${seeds} seeds`}`;

const FEWEST_CELLS = 8;
const MOST_NAME = 32;

/** Estimators that are compared, a line each: name, bar, alignment, angle, batch, and what bias does. */
const barLines = ({ estimators, batchSize }: ProbeFinding, width: number): string[] => {
  const shown = estimators.filter(({ alignment }) => alignment !== undefined);
  const turned = shown.some(({ turnedBy }) => turnedBy !== undefined);
  const columns = shown.map((each) => [
    (each.alignment as number).toFixed(2).replace("-", "−"),
    degreesText(each.angle as number),
    neededText(each),
    ...(turned ? [each.turnedBy === undefined ? "" : degreesText(each.turnedBy)] : []),
  ]);
  const heads = ["alignment", "angle", "for 26°", ...(turned ? ["turned by bias"] : [])];
  const widths = heads.map((head, i) => Math.max(head.length, ...columns.map((line) => line[i].length)));
  const figures = widths.reduce((sum, each) => sum + each + 2, 0);
  const names = shown.map(({ label, batchSize: size }) =>
    size === batchSize ? label : `${label} (${size})`,
  );
  const named = Math.min(
    Math.max(...names.map((name) => name.length)),
    Math.max(8, Math.min(MOST_NAME, width - figures - FEWEST_CELLS - 2)),
  );
  const cells = Math.max(FEWEST_CELLS, Math.min(40, width - named - figures - 2));
  const line = (name: string, bar: string, values: readonly string[]) =>
    `${shorten(name, named).padEnd(named)}  ${bar.padEnd(cells)}${values.map((value, i) => `  ${value.padStart(widths[i])}`).join("")}`.trimEnd();
  return [
    line("", "", heads),
    ...shown.map((each, i) => line(names[i], bar(each.alignment as number, cells), columns[i])),
  ];
};

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of a share of some cells, to an eighth of a cell; nothing where the share is not positive. */
export const bar = (share: number, cells: number): string => {
  const eighths = Math.round(8 * cells * Math.max(0, Math.min(1, share)));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
};

/** Trajectories for an alignment of 0.9, "never", or nothing where it is not known. */
const neededText = ({ needed, reaching, never, of }: FoundEstimator): string => {
  if (needed === undefined) return of > 0 && never === of ? "never" : "unknown";
  return reaching < of ? `${countText(needed)} (${reaching}/${of} seeds)` : countText(needed);
};

/** "What they learned": each agent with its 95 % interval, the best first. */
const learnedLines = (learned: readonly Learned[], width: number): string[] => {
  const shown = learned.filter(({ updates }) => updates > 0).sort((a, b) => rank(b) - rank(a));
  if (shown.length === 0) return [];
  const [{ exact, seeds, updates }] = shown;
  const alike = shown.every((each) => each.updates === updates);
  const title =
    `What was learned${alike ? ` in ${count(Math.round(updates), "update")}` : ""} ` +
    `(${exact ? "J" : "mean return"}${seeds > 1 ? `, 95 % over ${seeds} seeds` : ""}): `;
  const each = shown.map(
    ({ agent, value }) => `${agent} ${Number.isNaN(value.estimate) ? "not finite" : learnedText(value)}`,
  );
  // an agent stays on one line with its interval
  return wrapped(title + each.map((text) => text.replaceAll(" ", "\u00a0")).join(" · "), width).map((line) =>
    line.replaceAll("\u00a0", " "),
  );
};

const rank = ({ value: { estimate } }: Learned): number =>
  Number.isNaN(estimate) ? Number.NEGATIVE_INFINITY : estimate;

/** Lines of at most `width` columns, broken at spaces. */
export const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
