import type { Figure } from "../../src/report/figure.ts";
import { figures as ofReport } from "../../src/report/figures/index.ts";
import { figures as ofPage } from "../../src/ui/figures.ts";

/** What every figure of the report and of the live page shows, as Markdown. */
export const figureReference = (): string => {
  const names = new Set(ofReport.map(({ name }) => name));
  const onPage = ofPage.filter(({ name }) => !names.has(name));
  return [
    "# Figures",
    "",
    "The figures of `trueslope report` and of the live page, `trueslope ui`. Each is drawn from the rows of one query, which",
    "stands beside it, and appears where there is what it needs. One alone, for a paper:",
    "`trueslope report study.db --figure learning -o learning.svg`, or `.png`; its rows: `--format md` or `tex`.",
    "",
    "A click on a name or a mark brings its series out in every figure; a pointer near a mark, or the arrow keys, tell its value.",
    "A drag over a drawing zooms in (+ and − by keyboard), two clicks or Escape go back, ⤢ enlarges. Series that agree are one, with",
    "all their names; more than five lines become rows of dots or small panels; bands that would hide the rest, and predictions,",
    "are shown on demand. Of a figure with more than six panels, those of other probes than the finding's are folded away.",
    "",
    ...ofReport.flatMap(section),
    ...onPage.flatMap((figure) => section(figure, "On the live page only. ")),
  ].join("\n");
};

const section = ({ name, title, reading, needs }: Figure, where: unknown): string[] => [
  `## ${name}: ${title}`,
  "",
  `${typeof where === "string" ? where : ""}${reading} Needs: ${needs}.`,
  "",
];
