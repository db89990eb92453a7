import type { Claim } from "../check/claim.ts";
import { checkGolden } from "../check/golden/index.ts";
import { checkStudy } from "../check/study.ts";
import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { wrapped } from "../report/text/wrapped.ts";
import { isDatabase } from "../store/is-database.ts";
import { type Verified, verifyDatabase } from "../store/verify/verify.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";
import { tableWidth } from "./terminal-width.ts";

/** The words of the command line. */
export interface CheckArguments {
  target?: string | undefined;
  set?: string[] | undefined;
  json?: boolean | undefined;
}

/** Checks the golden numbers, a study or a database, and prints what it finds. @returns the exit code */
export const checkClaims = async ({ target, set, json = false }: CheckArguments): Promise<0 | 1> => {
  if (target === undefined) return printClaims(checkGolden(), json);
  if (!isDatabase(target)) return printClaims(checkAll(await load(target, { set })), json);
  if (set !== undefined) throw new UsageError(`--set is for a study; ${target} is a database`);
  return printVerified(verifyDatabase(target), json);
};

/** Prints one line per thing that was looked at, and what is wrong with it. @returns 1 if anything is, else 0 */
const printVerified = (found: Iterable<Verified>, json: boolean): 0 | 1 => {
  let [passed, failed] = [0, 0];
  for (const { what, faults } of found) {
    if (faults.length === 0) passed++;
    else failed++;
    const lines = faults.length === 0 ? [`pass  ${what}`] : faults.map((fault) => `FAIL  ${what}: ${fault}`);
    print(
      json
        ? `${JSON.stringify({ what, pass: faults.length === 0, faults })}\n`
        : `${lines.map(folded).join("\n")}\n`,
    );
  }
  if (!json) print(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
};

function* checkAll(studies: readonly Study[]): Generator<Claim> {
  for (const study of studies) yield* checkStudy(study);
}

/** Prints one line per claim, as it is checked. @returns 1 if any fails, else 0 */
export const printClaims = (claims: Iterable<Claim>, json: boolean): 0 | 1 => {
  let passed = 0;
  let failed = 0;
  for (const claim of claims) {
    if (claim.pass) passed++;
    else failed++;
    print(`${json ? JSON.stringify(claim) : folded(line(claim))}\n`);
  }
  if (!json) print(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
};

const line = ({ what, pass, figure, expected, tolerance, note }: Claim): string => {
  const digits = digitsFor(Math.max(Math.abs(figure), Math.abs(expected)), tolerance);
  const text = (value: number) => String(Number(value.toPrecision(digits)));
  const reason = note === undefined || note === "" ? "" : ` (${note})`;
  return `${pass ? "pass" : "FAIL"}  ${what}: ${text(figure)}, expected ${text(expected)} ± ${tolerance}${reason}`;
};

/** Digits that show a hundredth of a tolerance: from 3 to 12. */
const digitsFor = (size: number, tolerance: number): number => {
  const digits = Math.ceil(Math.log10(size / tolerance)) + 2;
  return Number.isNaN(digits) ? 12 : Math.min(12, Math.max(3, digits));
};

/** Indented below the word that a line begins with, where the terminal has no room for it. */
const folded = (text: string): string => wrapped(text, tableWidth() - INDENT.length).join(`\n${INDENT}`);

const INDENT = " ".repeat("pass  ".length);
