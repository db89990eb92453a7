import { copyFileSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { audit } from "../audit/audit.ts";
import { craftExam } from "../audit/exam.ts";
import type { Finding } from "../audit/finding.ts";
import { type Entry, type PythonSubject, pythonSubject } from "../audit/python-subject.ts";
import { UsageError } from "../errors/usage-error.ts";
import { packageFolder } from "../files/package-folder.ts";
import { wrapped } from "../report/text/wrapped.ts";
import { print } from "./print.ts";
import { tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface AuditArguments {
  script?: string | undefined;
  init?: boolean | undefined;
  entry?: Entry | undefined;
  python: string;
  discount: number;
  timeout: number;
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
  const { discount, timeout, entry, python, json, credit } = given;
  if (!(discount >= 0 && discount <= 1))
    throw new UsageError(`--discount must be from 0 to 1; got ${discount}`);
  if (!(timeout > 0)) throw new UsageError(`--timeout must be positive; got ${timeout}`);
  const exam = craftExam(discount);
  const setting = { ...exam, paddingState: exam.states - 1 };
  const subject: PythonSubject = pythonSubject({ script, entry, python, timeout }, setting);
  try {
    const { verdict, findings, facts, reading } = audit(subject, exam);
    const { asked, responses, odd } = reading.answers;
    if (json) {
      print(`${JSON.stringify({ function: subject.entry, verdict, asked, findings, facts })}\n`);
      return EXIT_CODES[verdict];
    }
    print(`${basename(script)}: ${subject.entry}\n\n`);
    print(`asked ${asked} times, one batch of ${exam.lengths.length} trajectories, γ = ${discount}\n`);
    for (const finding of findings) print(`${line(finding)}\n`);
    if (credit) printCredit(exam.trajectory, responses, odd.weights);
    print(`\n${CLOSING[verdict]}\n`);
    return EXIT_CODES[verdict];
  } finally {
    subject.close();
  }
};

const SIGNS: Readonly<Record<Finding["kind"], string>> = { fine: "✓", choice: "•", fault: "✗", unread: "?" };

const line = ({ kind, text }: Finding): string =>
  `  ${SIGNS[kind]} ${wrapped(text, tableWidth() - 4).join("\n    ")}`;

const CLOSING = {
  clean: "Nothing is wrong with it.",
  choices: "No fault was found; • are choices.",
  faults: "✗ is what nobody wants.",
  unread: "No fault was found, but not all of it could be read: ?",
} as const;

/** What every reward (columns) adds to the weight of every step (rows), for the first trajectories. */
const printCredit = (
  trajectory: Int32Array,
  responses: readonly Float64Array[],
  weights: Float64Array,
): void => {
  const shown = trajectory.indexOf(4);
  print(`\nWhat one more of each reward adds to each weight; the first four trajectories:\n\n`);
  for (let k = 0; k < shown; k++) {
    const cells = Array.from({ length: shown }, (_, l) => {
      const value = responses[l][k] - weights[k];
      return (Math.abs(value) < 5e-4 ? "·" : value.toFixed(2)).padStart(6);
    });
    print(`${cells.join("")}\n`);
    if (trajectory[k + 1] !== trajectory[k]) print("\n");
  }
};

const writeExample = (path: string): 0 => {
  if (existsSync(path)) throw new UsageError(`${path} exists; name another file to write the example to`);
  copyFileSync(join(packageFolder(), "src", "bridge", "python", EXAMPLE), path);
  print(`${path} is written. Next: npx trueslope audit ${path}\n`);
  return 0;
};
