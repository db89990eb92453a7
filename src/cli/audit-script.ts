import { copyFileSync, existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Audit } from "../audit/audit.ts";
import { nameLines } from "../audit/conclusions.ts";
import type { Exam } from "../audit/exam.ts";
import type { Finding } from "../audit/finding.ts";
import { pythonCode } from "../audit/python-code.ts";
import { PAGE } from "../audit/sections.ts";
import { pythonFile } from "../bridge/client-command.ts";
import type { AuditedEntry } from "../bridge/entries.ts";
import { UsageError } from "../errors/usage-error.ts";
import { packageFolder } from "../files/package-folder.ts";
import { wrapped } from "../report/text/wrapped.ts";
import { type AuditJson, auditJson } from "./audit-json.ts";
import { type Judged, judgeSteps, judgeTokens } from "./judge-code.ts";
import { print } from "./print.ts";
import { tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface AuditArguments {
  script?: string | undefined;
  init?: boolean | undefined;
  entry?: AuditedEntry | undefined;
  python: string;
  discount: number;
  timeout: number;
  expect?: string | undefined;
  strict?: boolean | undefined;
  credit?: boolean | undefined;
  json?: boolean | undefined;
}

const EXIT_CODES = { clean: 0, choices: 0, faults: 1, unread: 2 } as const;
const EXAMPLE = "my_loss.py";

/** Audits a function of a Python file, and prints what it does. @returns the exit code */
export const auditScript = ({ script, init, ...given }: AuditArguments): 0 | 1 | 2 => {
  if (init) return writeExample(script ?? EXAMPLE);
  if (script === undefined)
    throw new UsageError("a Python file is missing; trueslope audit --init writes an example");
  if (!existsSync(script))
    throw new UsageError(`${script} does not exist; trueslope audit --init ${script} writes an example`);
  const { discount, timeout, entry, python, json = false, credit = false } = given;
  if (!(discount >= 0 && discount <= 1))
    throw new UsageError(`--discount must be from 0 to 1; got ${discount}`);
  if (!(timeout > 0)) throw new UsageError(`--timeout must be positive; got ${timeout}`);
  const begun = performance.now();
  const outside = pythonCode({ script, entry, python, timeout });
  const started = performance.now();
  try {
    const judge = outside.entry === "token_loss" ? judgeTokens : judgeSteps;
    const judged = judge(outside, given);
    const { exam, made, numbers } = judged;
    const strict = given.strict ? judged.isGradient : undefined;
    const refused = judged.equal === false || strict === false;
    const seconds = { start: (started - begun) / 1000, audit: (performance.now() - started) / 1000 };
    if (json) {
      const told = { ...auditJson(outside.entry, made, numbers, judged), seconds } satisfies AuditJson;
      print(`${JSON.stringify(told)}\n`);
    } else {
      printFindings(outside.entry, basename(script), judged);
      if (credit) printCredit(exam, made);
      if (made.name) printLines(nameLines(made.name, exam.discount));
      printLines(
        typeof numbers === "string"
          ? [`how far it is from ∇J could not be measured: ${numbers}`]
          : judged.lines,
      );
      if (judged.equal !== undefined)
        printLines([`${judged.equal ? "equal to" : "not equal to"} ${given.expect}, as --expect asks`]);
      if (strict === false) printLines(["not known to be an unbiased estimate of ∇J, as --strict asks"]);
      printLines([CLOSING[made.verdict]]);
    }
    return refused ? 1 : EXIT_CODES[made.verdict];
  } finally {
    outside.close();
  }
};

const SIGNS: Readonly<Record<Finding["kind"], string>> = { fine: "✓", choice: "•", fault: "✗", unread: "?" };

const CLOSING = {
  clean: "Nothing is wrong with it.",
  choices: "No fault was found; • are choices, which have a size but are no mistakes.",
  faults: "✗ is what nobody wants.",
  unread: "No fault was found, but not all of it could be read: ?",
} as const;

const printLines = (lines: readonly string[]): void => {
  if (lines.length > 0) print(`\n${lines.join("\n")}\n`);
};

const printFindings = (entry: AuditedEntry, file: string, { exam, made, language }: Judged): void => {
  const { findings, reading } = made;
  print(`${file}: ${entry}\n\n`);
  const batch = `one batch of ${exam.lengths.length} trajectories, γ = ${exam.discount}`;
  const groups = language ? `; ${language.asked} times, all groups of answers of a tiny language` : "";
  print(`asked ${reading.answers.asked} times, ${batch}${groups}\n`);
  for (const finding of findings) {
    const text = `${finding.text}${"section" in finding ? ` → #${finding.section}` : ""}`;
    print(`  ${SIGNS[finding.kind]} ${wrapped(text, tableWidth() - 4).join("\n    ")}\n`);
  }
  if (findings.some((each) => "section" in each))
    print(`  (→ a section of ${relative("", join(packageFolder(), PAGE))})\n`);
};

/** What every reward (columns) adds to the weight of every step (rows), for the first trajectories. */
const printCredit = ({ trajectory }: Exam, { reading: { answers } }: Audit): void => {
  const { responses, odd } = answers;
  const shown = trajectory.indexOf(4);
  print(
    "\nWhat one more of each reward (columns) adds to each weight (rows), of the first four trajectories:\n\n",
  );
  for (let k = 0; k < shown; k++) {
    const cells = Array.from({ length: shown }, (_, l) => {
      const value = responses[l][k] - odd.weights[k];
      return (Math.abs(value) < 5e-4 ? "·" : value.toFixed(2)).padStart(6);
    });
    print(`${cells.join("")}\n`);
    if (trajectory[k + 1] !== trajectory[k]) print("\n");
  }
};

const writeExample = (path: string): 0 => {
  if (existsSync(path)) throw new UsageError(`${path} exists; name another file to write the example to`);
  copyFileSync(pythonFile(EXAMPLE), path);
  print(`${path} is written. Next: npx trueslope audit ${path}\n`);
  return 0;
};
