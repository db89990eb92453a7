import type { Claim } from "../check/claim.ts";
import { checkGolden } from "../check/golden/index.ts";
import { checkStudy } from "../check/study.ts";
import type { Study } from "../config/schema.ts";
import { Stop } from "./exit.ts";
import { load } from "./load.ts";
import { print } from "./print.ts";

/** The words of the command line. */
export interface CheckArguments {
  study?: string | undefined;
  set?: string[] | undefined;
  json?: boolean | undefined;
}

/** Checks the golden numbers or a study, and prints what it finds. */
export const checkClaims = ({ study, set, json = false }: CheckArguments): void =>
  printClaims(study === undefined ? checkGolden() : checkAll(load(study, { set })), json);

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
