import type { Exam } from "./exam.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { findingsOf } from "./findings.ts";
import { type Reading, read } from "./read.ts";
import type { Subject } from "./subject.ts";

/** What an audit says of some code. */
export interface Audit {
  /** "faults" where something is wrong that nobody wants; "unread" where nothing is, but not all could be seen. */
  readonly verdict: "clean" | "choices" | "faults" | "unread";
  readonly findings: readonly Finding[];
  readonly facts: Facts;
  readonly reading: Reading;
}

/** Asks code about a crafted batch, and says what it does. */
export const audit = (subject: Subject, exam: Exam): Audit => {
  const reading = read(subject, exam);
  const findings = findingsOf(exam, reading, subject.answers === "weights");
  return { verdict: verdictOf(findings), findings, facts: factsOf(exam, reading), reading };
};

const verdictOf = (findings: readonly Finding[]): Audit["verdict"] => {
  const has = (kind: Finding["kind"]) => findings.some((each) => each.kind === kind);
  if (has("fault")) return "faults";
  if (has("unread")) return "unread";
  return has("choice") ? "choices" : "clean";
};
