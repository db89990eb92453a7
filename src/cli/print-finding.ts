import { caveats } from "../report/caveats.ts";
import { readFinding } from "../report/finding/read-finding.ts";
import { selections } from "../report/selection.ts";
import { readSnapshot } from "../store/snapshot.ts";
import { findingText } from "./finding-text.ts";
import { findingsTable } from "./findings-table.ts";
import { print } from "./print.ts";
import { shellWord } from "./shell-word.ts";
import { tableWidth, terminalWidth } from "./terminal-width.ts";

/** Studies whose bars are drawn; more are a line each. */
const MAX_DRAWN = 3;

/** Prints what studies found, what must be known before it, and the next command. */
export const printFinding = (db: string, studies: readonly string[]): void => {
  const text = readSnapshot(db, (query) => {
    const wanted = new Set(studies);
    const found = selections(query)
      .filter(({ study }) => wanted.has(study))
      .map((selection) => readFinding(query, selection));
    const probes = found.flatMap(({ study, probe }) => (probe ? [{ study, ...probe }] : []));
    const told = caveats(query, studies, probes, []).map((line) => `${line}\n`);
    const parts =
      found.length <= MAX_DRAWN
        ? found.map((finding) => findingText(finding, terminalWidth(100)))
        : [findingsTable(found, tableWidth())];
    const nothing = found.every(({ sentences }) => sentences.length === 0);
    return [
      ...(told.length > 0 ? [told.join("")] : []),
      ...(nothing ? [`Nothing was learned or measured; ${db} holds the runs.\n`] : parts),
      ...(nothing ? [] : [next(db)]),
    ].join("\n");
  });
  print(text);
};

const next = (db: string): string =>
  `All numbers:      npx trueslope summary ${shellWord(db)}\nAll as figures:   npx trueslope report ${shellWord(db)} -o report.html\n`;
