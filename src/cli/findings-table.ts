import { apart, type Compared, comparedIn } from "../report/finding/compared.ts";
import { TARGET_ANGLE } from "../report/finding/finding.ts";
import type { Learned } from "../report/finding/learned.ts";
import { areToldApart, measureText, ranked } from "../report/finding/learned-sentences.ts";
import type { Finding } from "../report/finding/read-finding.ts";
import { degreesText, learnedText } from "../report/finding/words.ts";
import { fitTable } from "../report/fit-table.ts";
import { neededText } from "./finding-text.ts";

/** What many studies found, a line each: its truest estimator, and who has learned most. @param width of the terminal, in columns */
export const findingsTable = (findings: readonly Finding[], width: number): string => {
  const shared = sharedWords(findings.map(({ study }) => study));
  const compared = findings.map(({ probe }) => (probe === undefined ? [] : comparedIn(probe)));
  const agents = findings.map(({ learned }) =>
    ranked(learned).filter(({ value }) => !Number.isNaN(value.estimate)),
  );
  const columns = [
    [shared.trim() || "study", ...findings.map(({ study }) => study.slice(shared.length))],
    ...(compared.some(([best]) => best) ? pointing(compared) : []),
    ...(agents.some(([best]) => best) ? learning(agents) : []),
  ];
  const [header, ...rows] = columns[0].map((_, i) => columns.map((cells) => cells[i]));
  return `${
    fitTable(
      header.map((title) => ({ title })),
      rows,
      width,
    ).text
  }\n`;
};

/**
 * What names of one sweep begin with, "grid " of "grid size 4" and "grid size 8": the words that they share, but for the
 * last, which says what varies. Empty where that is nothing.
 */
export const sharedWords = (names: readonly string[]): string => {
  const [first = "", ...others] = names;
  const starts = [...first.matchAll(/ /g)].map(({ index }) => first.slice(0, index + 1));
  return starts.filter((start) => others.every((name) => name.startsWith(start))).at(-2) ?? "";
};

/** A column: its head, and a cell of each study. */
type Cells = readonly string[];

const NOT_TOLD = "not told apart";

const pointing = (compared: readonly (readonly Compared[])[]): Cells[] => {
  const truest = compared.map((each) => {
    if (each.length === 0) return "no ∇J to compare with";
    return each.length === 1 || apart(each[0], each[each.length - 1]) ? each[0].label : NOT_TOLD;
  });
  const ofBest = (text: (best: Compared) => string) => compared.map(([best]) => (best ? text(best) : ""));
  return [
    ["truest", ...truest],
    toRight(["angle to ∇J", ...ofBest(({ angle }) => degreesText(angle))]),
    toRight([`within ${degreesText(TARGET_ANGLE)}`, ...ofBest(neededText)]),
  ];
};

const learning = (agents: readonly (readonly Learned[])[]): Cells[] => [
  [
    "learned most",
    ...agents.map((each) => (each.length < 2 || areToldApart(each) ? (each[0]?.agent ?? "none") : NOT_TOLD)),
  ],
  [measureText(agents.flat()), ...agents.map(([best]) => (best ? learnedText(best.value) : ""))],
];

const toRight = (cells: Cells): Cells => {
  const length = Math.max(...cells.map((cell) => cell.length));
  return cells.map((cell) => cell.padStart(length));
};
