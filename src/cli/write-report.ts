import { realpathSync, writeFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { UsageError } from "../errors/usage-error.ts";
import { writeTogether } from "../files/write-together.ts";
import { caveats, LEFT_OUT, type LeftOut } from "../report/caveats.ts";
import { svgToPng } from "../report/drawing/png.ts";
import { reportPage } from "../report/page.ts";
import { latexTable, markdownTable } from "../report/plain-tables.ts";
import { type Selection, selections } from "../report/selection.ts";
import { CELLS, FIGURE_NAMES, figureRows, needsOf, singleFigure } from "../report/single-figure.ts";
import { type Query, readSnapshot } from "../store/snapshot.ts";
import { print, printExact, warn } from "./print.ts";

export type ReportFormat = "html" | "svg" | "png" | "md" | "tex";

/** The words of the command line. */
export interface ReportArguments {
  db: string;
  output?: string | undefined;
  format?: ReportFormat | undefined;
  figure?: string | undefined;
  study?: string | undefined;
  agent?: string | undefined;
  iteration?: number | undefined;
}

/** Writes the report on a database, or a part of it. */
export const writeReport = async (given: ReportArguments): Promise<void> => {
  const { db, figure } = given;
  const format = formatOf(given);
  if (figure !== undefined && !FIGURE_NAMES.includes(figure))
    throw new UsageError(`--figure must be one of ${FIGURE_NAMES.join(", ")}; got ${figure}`);
  if (format === "html" && figure !== undefined)
    throw new UsageError("--figure is for the formats svg, png, md and tex; the HTML report has all figures");
  const content = readSnapshot(db, (query) => render(query, given, format));
  const output = given.output ?? (format === "html" ? `${db.replace(/\.db$/, "")}.html` : "-");
  write(output, format === "png" ? await pixels(content) : content, db);
};

const formatOf = ({ format, output, figure }: ReportArguments): ReportFormat => {
  const ending = extname(output ?? "").slice(1);
  const known: Readonly<Record<string, ReportFormat>> = {
    html: "html",
    htm: "html",
    svg: "svg",
    png: "png",
    md: "md",
    tex: "tex",
  };
  if (format) return format;
  return known[ending] ?? (figure === undefined ? "html" : figure === CELLS ? "md" : "svg");
};

const render = (query: Query, given: ReportArguments, format: ReportFormat): string => {
  const chosen = selections(query, given);
  complain(query, given, chosen);
  if (format === "html") return reportPage(query, basename(given.db), given);
  const [selection, ...others] = chosen;
  if (selection === undefined) throw new UsageError(`${given.db} holds no study yet`);
  if (others.length > 0)
    throw new UsageError(
      `${given.db} holds several studies; choose one with --study: ${chosen.map(({ study }) => study).join(", ")}`,
    );
  const shown = selection.probes.map((probe) => ({ study: selection.study, ...probe }));
  for (const line of caveats(query, [selection.study], shown, query(LEFT_OUT) as unknown as LeftOut[]))
    warn(`${line}\n`);
  const name = given.figure ?? CELLS;
  if (format === "md" || format === "tex") {
    const rows = figureRows(query, selection, name);
    if (rows.length === 0) throw new UsageError(`${given.db} has nothing to show as ${name}`);
    return format === "md" ? markdownTable(rows) : latexTable(rows);
  }
  if (name === CELLS)
    throw new UsageError(
      `${format} needs --figure with one of ${FIGURE_NAMES.filter((each) => each !== CELLS).join(", ")}`,
    );
  const svg = singleFigure(query, selection, name);
  if (svg === undefined)
    throw new UsageError(`${given.db} has nothing to draw as ${name}, which needs ${needsOf(name)}`);
  return svg;
};

/** What is asked for and not there. */
const complain = (
  query: Query,
  { db, study, agent, iteration }: ReportArguments,
  chosen: readonly Selection[],
) => {
  if (study !== undefined && chosen.length === 0) {
    const names = selections(query).map((each) => each.study);
    throw new UsageError(`${db} holds no study ${study}; it holds ${names.join(", ") || "none"}`);
  }
  if (agent !== undefined && !chosen.some(({ agents }) => agents.has(agent)))
    throw new UsageError(
      `${db} holds no agent ${agent}; it holds ${chosen.flatMap(({ agents }) => [...agents.keys()]).join(", ") || "none"}`,
    );
  if (iteration !== undefined && chosen.every(({ probes }) => probes.length === 0))
    throw new UsageError(`${db} holds no estimates at iteration ${iteration}`);
};

const pixels = async (svg: string): Promise<Uint8Array> => {
  try {
    return await svgToPng(svg);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const write = (output: string, content: string | Uint8Array, db: string): void => {
  if (output === "-") {
    printExact(content);
    return;
  }
  if (sameFile(output, db)) throw new UsageError(`${output} cannot be written: it is the database`);
  writeTogether([output], true, (_, temporary) => writeFileSync(temporary, content));
  print(`${output}\n`);
};

const sameFile = (a: string, b: string): boolean => {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
};
