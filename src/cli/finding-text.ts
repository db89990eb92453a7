import { type FoundEstimator, type ProbeFinding, TARGET_ANGLE } from "../report/finding/finding.ts";
import type { Learned } from "../report/finding/learned.ts";
import {
  afterText,
  areToldApart,
  evaluatedSentences,
  learnedSentences,
  measureText,
  ranked,
  seedsText,
} from "../report/finding/learned-sentences.ts";
import type { Finding } from "../report/finding/read-finding.ts";
import { countText, degreesText, learnedText, turnedText } from "../report/finding/words.ts";
import { count } from "../report/text/format-number.ts";
import { shorten } from "../report/text/shorten.ts";
import { wrapped } from "../report/text/wrapped.ts";

/**
 * What a study found, for a terminal: the sentence, a bar of alignment per estimator with its angle and the batch it needs,
 * and what the agents learned. No line is longer than `width` columns, but for words that are.
 */
export const findingText = (
  { study, environment, probe, agreement, learned, sentences }: Finding,
  width: number,
): string => {
  const drawn = probe?.estimators.some(({ alignment }) => alignment !== undefined);
  const parts = [
    probe === undefined || sentences[0] === agreement[0] ? [] : wrapped(sentences[0], width),
    agreement.length > 0 ? wrapped(agreement.join(" "), width) : [],
    probe && drawn ? [...wrapped(heading(study, environment, probe), width), ...barLines(probe, width)] : [],
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
  { agent, iteration, batchSize, seeds, estimators }: ProbeFinding,
): string =>
  `${study === environment ? study : `${study} on ${environment}`} · ${estimators.length > 1 ? "the same " : ""}` +
  `${count(batchSize, "trajectory", "trajectories")} · ${iteration === 0 ? "first θ" : `θ of ${agent} after ${count(iteration, "update")}`}` +
  ` · ${count(seeds, "seed")}`;

const FEWEST_CELLS = 8;
const MOST_NAME = 32;

/** Estimators that are compared, a line each: name, bar, alignment, angle, batch, and what bias does. */
const barLines = ({ estimators, batchSize }: ProbeFinding, width: number): string[] => {
  const shown = estimators.filter(({ alignment }) => alignment !== undefined);
  const turned = shown.some(({ turnedBy }) => turnedBy !== undefined);
  const rows = shown.map((each) => [
    (each.alignment as number).toFixed(2).replace("-", "−"),
    degreesText(each.angle as number),
    neededText(each),
    ...(turned ? [turnedText(each)] : []),
  ]);
  const heads = [
    ["", "alignment"],
    ["angle", "to ∇J"],
    ["trajectories", `within ${degreesText(TARGET_ANGLE)}`],
    ...(turned ? [["turned", "by bias"]] : []),
  ];
  const widths = heads.map((head, i) => Math.max(...[...head, ...rows.map((row) => row[i])].map(lengthOf)));
  const figures = widths.reduce((sum, each) => sum + each + 2, 0);
  const names = shown.map(({ label, batchSize: size }) =>
    size === batchSize ? label : `${label} (${size})`,
  );
  const named = Math.min(
    Math.max(...names.map(lengthOf)),
    Math.max(8, Math.min(MOST_NAME, width - figures - FEWEST_CELLS - 2)),
  );
  const cells = Math.max(FEWEST_CELLS, Math.min(40, width - named - figures - 2));
  const line = (name: string, bar: string, values: readonly string[]) =>
    `${shorten(name, named).padEnd(named)}  ${bar.padEnd(cells)}${values.map((value, i) => `  ${value.padStart(widths[i])}`).join("")}`.trimEnd();
  return [
    ...[0, 1].map((i) =>
      line(
        "",
        "",
        heads.map((head) => head[i]),
      ),
    ),
    ...shown.map((each, i) => line(names[i], bar(each.alignment as number, cells), rows[i])),
  ];
};

const lengthOf = (text: string): number => text.length;

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** A bar of a share of some cells, to an eighth of a cell; nothing where the share is not positive. */
export const bar = (share: number, cells: number): string => {
  const eighths = Math.round(8 * cells * Math.max(0, Math.min(1, share)));
  return "█".repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
};

/** Trajectories for an alignment of 0.9, "never", or nothing where it is not known. */
export const neededText = ({ needed, reaching, never, of }: FoundEstimator): string => {
  if (needed === undefined) return of > 0 && never === of ? "never" : "unknown";
  return reaching < of ? `${countText(needed)} (${reaching}/${of} seeds)` : countText(needed);
};

/** Who has learned most, and each agent with its 95 % interval, the best first; of one agent a sentence. */
const learnedLines = (learned: readonly Learned[], width: number): string[] => {
  const shown = ranked(learned);
  if (shown.length === 0) return [];
  if (shown.length === 1 && !Number.isNaN(shown[0].value.estimate))
    return learnedSentences(shown).flatMap((sentence) => wrapped(sentence, width));
  const several = shown.some(({ seeds }) => seeds > 1);
  const alike = shown.every(({ bySteps, updates }) => bySteps || updates === shown[0].updates);
  const title = `${afterText(shown)} ${verdict(shown)} (${measureText(shown)}${several ? `, ${seedsText(shown)}` : ""}):`;
  const rows = shown.map(({ agent, value, updates }) => {
    const [estimate, ...interval] = Number.isNaN(value.estimate)
      ? ["not finite"]
      : learnedText(value).split(" ");
    return {
      agent,
      estimate,
      more: `${interval.join(" ")}${alike ? "" : `  ${count(Math.round(updates), "update")}`}`,
    };
  });
  const named = Math.max(...rows.map(({ agent }) => agent.length));
  const digits = Math.max(...rows.map(({ estimate }) => estimate.length));
  return [
    ...wrapped(title, width),
    ...rows.map(({ agent, estimate, more }) => {
      const figures = `  ${estimate.padStart(digits)}  ${more}`;
      const room = Math.min(named, Math.max(8, width - figures.length));
      return `${shorten(agent, room).padEnd(room)}${figures}`.trimEnd();
    }),
    ...evaluatedSentences(shown).flatMap((sentence) => wrapped(sentence, width)),
  ];
};

const verdict = (shown: readonly Learned[]): string => {
  const known = shown.filter(({ value }) => !Number.isNaN(value.estimate));
  if (areToldApart(known))
    return `${known[0].agent} has learned most, ${known[known.length - 1].agent} least`;
  if (known.length < 2) return "not all are finite";
  return known.every(({ seeds }) => seeds === 1)
    ? "one seed does not tell the agents apart"
    : "the seeds do not tell the agents apart";
};
