import { type Audit, verdictOf } from "../audit.ts";
import { numbersOfMean } from "../exact-numbers.ts";
import type { Numbers } from "../numbers.ts";
import type { PythonCode } from "../python-code.ts";
import { penaltyFindings, promptFindings } from "./findings.ts";
import type { LanguageProblem } from "./problem.ts";
import { type LanguageReading, readLanguage } from "./read.ts";

/**
 * Asks a loss of a language model about all groups of answers of a tiny language, which tells its penalty, and its mean exactly.
 * In the batch of the audit itself the reference policy is the policy, so that no penalty hides what rewards do.
 *
 * @returns undefined where the code answers by chance or memory
 */
export const languageOf = (
  code: Pick<PythonCode, "askIn">,
  problem: LanguageProblem,
  { reading }: Audit,
): LanguageReading | undefined => {
  const { repeats, draws } = reading.answers;
  return repeats === "same" && !draws ? readLanguage(code, problem, reading) : undefined;
};

/** What was found, with what all groups told. */
export const withLanguage = (made: Audit, problem: LanguageProblem, language: LanguageReading): Audit => {
  const findings = [
    ...made.findings,
    ...promptFindings(language, made.reading.answers.degree === "normalized"),
    ...penaltyFindings(problem, language),
  ];
  return { ...made, findings, verdict: verdictOf(findings) };
};

/** β of the penalty that is in the objective: 0 where there is none that a divergence stands for. */
export const penaltyCoefficient = ({ penalty }: LanguageReading): number =>
  penalty?.coefficient !== undefined && penalty.coefficient > 0 ? penalty.coefficient : 0;

/** How far its mean is from ∇(J − β KL), exactly, and the noise of a group; undefined where all is 0. */
export const languageNumbers = (problem: LanguageProblem, reading: LanguageReading): Numbers | undefined => {
  if (reading.size === 0) return undefined;
  const beta = penaltyCoefficient(reading);
  return numbersOfMean(
    reading,
    problem.truth.map((each, j) => each - beta * problem.divergence[j]),
  );
};
