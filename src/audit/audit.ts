import type { Exam } from "./exam.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { findingsOf } from "./findings/index.ts";
import { compareOn, type Identity, identify } from "./names.ts";
import { type Reading, read } from "./read.ts";
import type { Subject } from "./subject.ts";

/** What an audit says of some code. */
export interface Audit extends Identity {
  /** "faults" where something is wrong that nobody wants; "unread" where nothing is, but not all could be seen. */
  readonly verdict: "clean" | "choices" | "faults" | "unread";
  readonly findings: readonly Finding[];
  readonly facts: Facts;
  readonly reading: Reading;
}

/**
 * Asks code about a crafted batch, says what it does, and which of our estimators it is. What is equal to one of them batch by
 * batch has no faults, whatever was read.
 */
export const audit = (subject: Subject, exam: Exam): Audit => {
  const reading = read(subject, exam);
  const alone = subject.answers === "weights";
  const found = findingsOf(exam, reading, alone);
  const { repeats, draws, degree } = reading.answers;
  const isFunction = repeats === "same" && !draws && degree !== "none";
  const { name, right } = isFunction ? identify(exam, compareOn(subject, exam), reading, alone) : UNKNOWN;
  const isWhole = isClean(found);
  const findings =
    name?.kind === "equal" && isWhole
      ? found.filter(({ kind }) => kind === "fine" || kind === "choice")
      : found;
  return { verdict: verdictOf(findings), findings, facts: factsOf(exam, reading), reading, name, right };
};

/** Of code that answers by chance or memory. */
const UNKNOWN: Identity = { name: undefined, right: undefined };

/** Whether nothing but a weighting of scores is in it. */
const isClean = (findings: readonly Finding[]): boolean =>
  findings.every(({ fact, kind }) => (fact !== "rest" && fact !== "rewardFree") || kind === "fine");

/** The worst of what was found. */
export const verdictOf = (findings: readonly Finding[]): Audit["verdict"] => {
  const has = (kind: Finding["kind"]) => findings.some((each) => each.kind === kind);
  if (has("fault")) return "faults";
  if (has("unread")) return "unread";
  return has("choice") ? "choices" : "clean";
};
