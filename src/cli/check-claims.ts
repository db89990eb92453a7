import type { Claim } from "../check/claim.ts";
import { checkGolden } from "../check/golden/index.ts";
import { checkStudy } from "../check/study.ts";
import type { Study } from "../config/schema.ts";
import { UsageError } from "../errors/usage-error.ts";
import { isDatabase } from "../store/is-database.ts";
import { type Verified, verifyDatabase } from "../store/verify/verify.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";

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
      json ? `${JSON.stringify({ what, pass: faults.length === 0, faults })}\n` : `${lines.join("\n")}\n`,
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
    print(`${json ? JSON.stringify(claim) : line(claim)}\n`);
  }
  if (!json) print(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
};

const line = ({ what, pass, figure, expected, tolerance, note }: Claim): string =>
  `${pass ? "pass" : "FAIL"}  ${what}: ${digits(figure)}, expected ${digits(expected)} ± ${tolerance}` +
  (note === undefined || note === "" ? "" : ` (${note})`);

const digits = (value: number): string => String(Number(value.toPrecision(12)));
