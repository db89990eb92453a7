import type { Claim } from "../check/claim.ts";
import { checkGolden } from "../check/golden/index.ts";
import { checkStudy } from "../check/study.ts";
import type { Study } from "../config/schema.ts";
import { type Verified, verifyDatabase } from "../store/verify.ts";
import { isDatabase } from "./damage.ts";
import { Stop, UsageError } from "./exit.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";

/** The words of the command line. */
export interface CheckArguments {
  target?: string | undefined;
  set?: string[] | undefined;
  json?: boolean | undefined;
}

/** Checks the golden numbers, a study or a database, and prints what it finds. */
export const checkClaims = ({ target, set, json = false }: CheckArguments): void => {
  if (target === undefined) printClaims(checkGolden(), json);
  else if (!isDatabase(target)) printClaims(checkAll(load(target, { set })), json);
  else if (set !== undefined) throw new UsageError(`--set is for a study; ${target} is a database`);
  else printVerified(verifyDatabase(target), json);
};

/** Prints one line per thing that was looked at, and what is wrong with it. @throws Stop with exit code 1 if any is */
const printVerified = (found: Iterable<Verified>, json: boolean): void => {
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
  if (failed > 0) throw new Stop(1);
};

function* checkAll(studies: readonly Study[]): Generator<Claim> {
  for (const study of studies) yield* checkStudy(study);
}

/** Prints one line per claim, as it is checked. @throws Stop with exit code 1 if any fails */
export const printClaims = (claims: Iterable<Claim>, json: boolean): void => {
  let passed = 0;
  let failed = 0;
  for (const claim of claims) {
    if (claim.pass) passed++;
    else failed++;
    print(`${json ? JSON.stringify(claim) : line(claim)}\n`);
  }
  if (!json) print(`${passed} passed, ${failed} failed\n`);
  if (failed > 0) throw new Stop(1);
};

const line = ({ what, pass, figure, expected, tolerance, note }: Claim): string =>
  `${pass ? "pass" : "FAIL"}  ${what}: ${digits(figure)}, expected ${digits(expected)} ± ${tolerance}` +
  (note === undefined || note === "" ? "" : ` (${note})`);

const digits = (value: number): string => String(Number(value.toPrecision(12)));
