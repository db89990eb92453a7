import { type Audit, audit } from "../audit/audit.ts";
import { isExactly, isGradient, languageLines, numberLines } from "../audit/conclusions.ts";
import { exactNumbersOf } from "../audit/exact-numbers.ts";
import { craftAnswers, craftExam, type Exam } from "../audit/exam.ts";
import { type Expected, expectedOf } from "../audit/expected.ts";
import {
  languageNumbers,
  languageOf,
  penaltyCoefficient,
  withLanguage,
} from "../audit/language/audit-language.ts";
import { languageProblem } from "../audit/language/problem.ts";
import type { LanguageReading } from "../audit/language/read.ts";
import { compareOn, likenessOf } from "../audit/names.ts";
import { estimateOf, type Numbers, numbersOf } from "../audit/numbers.ts";
import type { PythonCode } from "../audit/python-code.ts";
import { shortProblem } from "../audit/short-problem.ts";
import type { Subject } from "../audit/subject.ts";
import { OutsideError } from "../errors/outside-error.ts";

/** Estimates of code that is equal to one of ours, which we make ourselves, and of any other. */
const [OWN_REPLICATES, ASKED_REPLICATES] = [4000, 200];

/** What is said of some code. */
export interface Judged {
  readonly exam: Exam;
  readonly made: Audit;
  /** Or why there are none. */
  readonly numbers: Numbers | string | undefined;
  /** What they say. */
  readonly lines: readonly string[];
  /** Whether it is known to be an unbiased estimate of the gradient. */
  readonly isGradient: boolean;
  /** Whether it is what is expected; undefined where nothing is. */
  readonly equal: boolean | undefined;
  /** Of a loss of a language model. */
  readonly language?: LanguageReading | undefined;
}

interface JudgeArguments {
  readonly discount: number;
  readonly expect?: string | undefined;
}

const examined = (code: PythonCode, exam: Exam, expect: string | undefined) => {
  const expected = expect === undefined ? undefined : expectedOf(exam, expect);
  const subject = code.in({ ...exam, paddingState: exam.states - 1 });
  const made = audit(subject, exam);
  return { exam, made, equal: expected && equals(exam, subject, expected) };
};

/** Of a loss, a gradient or advantages. */
export const judgeSteps = (code: PythonCode, { discount, expect }: JudgeArguments): Judged => {
  const given = examined(code, craftExam(discount), expect);
  const { made } = given;
  const numbers = measured(() => numbersOn(code, made, discount));
  const { horizon } = shortProblem(discount);
  const lines = typeof numbers === "string" ? [] : numberLines(numbers, made.name, discount, horizon);
  return { ...given, numbers, lines, isGradient: isGradient(made.name, discount) };
};

/** Of a loss of a language model, which is not discounted. */
export const judgeTokens = (code: PythonCode, { expect }: JudgeArguments): Judged => {
  const given = examined(code, craftAnswers(), expect);
  const problem = languageProblem();
  const language = measured(() => languageOf(code, problem, given.made));
  if (typeof language !== "object") return { ...given, numbers: language, lines: [], isGradient: false };
  const numbers = languageNumbers(problem, language);
  const lines = languageLines(numbers, penaltyCoefficient(language));
  const made = withLanguage(given.made, problem, language);
  return { ...given, made, numbers, lines, isGradient: isExactly(numbers), language };
};

const equals = (exam: Exam, subject: Subject, expected: Expected): boolean => {
  const comparison = compareOn(subject, exam);
  const entries = subject.answers === "weights" ? expected.ofAdvantages : expected.ofGradients;
  return entries.some((entry) => likenessOf(entry, comparison).kind === "equal");
};

/** How far it is from ∇J: of code that is equal to one of ours, by ours. Advantages alone are no gradient. */
const numbersOn = (code: PythonCode, { name, right }: Audit, discount: number): Numbers | undefined => {
  if (code.answers === "weights") return undefined;
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
    (batch, r) => code.askIn(setting, batch, problem.point.theta, r).values,
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
