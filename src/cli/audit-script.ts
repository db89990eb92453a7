import { copyFileSync, existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { type Audit, audit } from "../audit/audit.ts";
import { isGradient, nameLines, numberLines } from "../audit/conclusions.ts";
import { exactNumbersOf } from "../audit/exact-numbers.ts";
import { craftExam, type Exam } from "../audit/exam.ts";
import { type Expected, expectedOf } from "../audit/expected.ts";
import type { Finding } from "../audit/finding.ts";
import { compareOn, likenessOf } from "../audit/names.ts";
import { estimateOf, type Numbers, numbersOf } from "../audit/numbers.ts";
import { type PythonSubject, pythonSubject } from "../audit/python-subject.ts";
import { PAGE } from "../audit/sections.ts";
import { shortProblem } from "../audit/short-problem.ts";
import { pythonFile } from "../bridge/client-command.ts";
import type { Entry } from "../bridge/entries.ts";
import { OutsideError } from "../errors/outside-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { packageFolder } from "../files/package-folder.ts";
import { wrapped } from "../report/text/wrapped.ts";
import { auditJson } from "./audit-json.ts";
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
  expect?: string | undefined;
  strict?: boolean | undefined;
  credit?: boolean | undefined;
  json?: boolean | undefined;
}

const EXIT_CODES = { clean: 0, choices: 0, faults: 1, unread: 2 } as const;
const EXAMPLE = "my_loss.py";
/** Estimates of code that is equal to one of ours, which we make ourselves, and of any other. */
const [OWN_REPLICATES, ASKED_REPLICATES] = [4000, 200];

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
  const exam = craftExam(discount);
  const expected = given.expect === undefined ? undefined : expectedOf(exam, given.expect);
  const setting = { ...exam, paddingState: exam.states - 1 };
  const subject = pythonSubject({ script, entry, python, timeout }, setting);
  try {
    const made = audit(subject, exam);
    const equal = expected && equals(exam, subject, expected);
    const strict = given.strict ? isGradient(made.name, discount) : undefined;
    const refused = equal === false || strict === false;
    const code = refused ? 1 : EXIT_CODES[made.verdict];
    const numbers = measured(() => numbersOn(subject, made, discount));
    if (json) print(`${JSON.stringify(auditJson(subject.entry, made, numbers, equal))}\n`);
    else {
      printFindings(subject, basename(script), exam, made);
      if (credit) printCredit(exam, made);
      if (made.name) printLines(nameLines(made.name, discount));
      const { horizon } = shortProblem(discount);
      if (typeof numbers === "string")
        printLines([`how far it is from ∇J could not be measured: ${numbers}`]);
      else printLines(numberLines(numbers, made.name, discount, horizon));
      if (equal !== undefined)
        printLines([`${equal ? "equal to" : "not equal to"} ${given.expect}, as --expect asks`]);
      if (strict === false) printLines(["not known to be an unbiased estimate of ∇J, as --strict asks"]);
      printLines([CLOSING[made.verdict]]);
    }
    return code;
  } finally {
    subject.close();
  }
};

const equals = (exam: Exam, subject: PythonSubject, expected: Expected): boolean => {
  const comparison = compareOn(subject, exam);
  const entries = subject.answers === "weights" ? expected.ofAdvantages : expected.ofGradients;
  return entries.some((entry) => likenessOf(entry, comparison).kind === "equal");
};

/** How far it is from ∇J: of code that is equal to one of ours, by ours. Advantages alone are no gradient. */
const numbersOn = (subject: PythonSubject, { name, right }: Audit, discount: number): Numbers | undefined => {
  if (subject.answers === "weights") return undefined;
  if (name?.kind === "equal") {
    const exact = exactNumbersOf(name.entry);
    if (exact) return exact;
    const { entry } = name;
    const problem = shortProblem(entry.discount);
    const partners = entry.discount === discount ? { right } : {};
    return numbersOf(problem, OWN_REPLICATES, (batch) => estimateOf(problem, entry, batch), partners);
  }
  const problem = shortProblem(discount);
  const { states, actions } = problem.point.policy;
  const setting = { discount, horizon: problem.horizon, states, actions };
  return numbersOf(
    problem,
    ASKED_REPLICATES,
    (batch, r) => subject.askIn(setting, batch, problem.point.theta, r),
    { nearest: name?.entry, right },
  );
};

/** What was measured; or why it could not be, as where code needs trajectories that fill a rectangle. */
const measured = <T>(measure: () => T): T | string => {
  try {
    return measure();
  } catch (error) {
    if (error instanceof OutsideError) return error.message;
    throw error;
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

const printFindings = (
  { entry }: PythonSubject,
  file: string,
  exam: Exam,
  { findings, reading }: Audit,
): void => {
  print(`${file}: ${entry}\n\n`);
  print(
    `asked ${reading.answers.asked} times, one batch of ${exam.lengths.length} trajectories, γ = ${exam.discount}\n`,
  );
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
