import type { Audit } from "../audit/audit.ts";
import type { CatalogueEntry, Options } from "../audit/catalogue.ts";
import type { Facts } from "../audit/facts.ts";
import type { Finding } from "../audit/finding.ts";
import type { PenaltyForm } from "../audit/language/penalty.ts";
import type { LanguageReading } from "../audit/language/read.ts";
import type { Name } from "../audit/names.ts";
import type { Difference, Numbers } from "../audit/numbers.ts";
import { PAGE } from "../audit/sections.ts";
import type { AuditedEntry } from "../bridge/entries.ts";
import type { Interval } from "../statistics/interval.ts";

/** What `--json` prints, for a program. */
export interface AuditJson {
  readonly function: AuditedEntry;
  readonly verdict: Audit["verdict"];
  /** How often the code was asked. */
  readonly asked: number;
  /** Whether it is what `--expect` asks for; null where nothing is asked. */
  readonly expected: boolean | null;
  readonly equal: NameJson | null;
  readonly parallel: NameJson | null;
  readonly nearest: NameJson | null;
  readonly facts: Facts;
  /** Of token_loss alone. */
  readonly language: LanguageJson | null;
  /** Null of advantages alone; a text where they could not be measured. */
  readonly numbers: NumbersJson | string | null;
  readonly findings: readonly FindingJson[];
  /** On the clock: until Python has imported the file, and from then on. */
  readonly seconds: { readonly start: number; readonly audit: number };
}

/** What all groups of answers of a tiny language tell. */
export interface LanguageJson {
  /** Null where the reference policy does nothing; `form` null where it is none that is known. */
  readonly penalty: { readonly form: PenaltyForm | null; readonly coefficient: number | null } | null;
  /** The scale of each prompt's own ∇J in the mean. */
  readonly prompts: readonly number[];
}

/** An estimator of ours. */
export interface EstimatorJson {
  readonly options: Options;
  readonly discount: number;
}

export interface NameJson extends EstimatorJson, Pick<Name, "difference" | "factor" | "likeness"> {}

/** Intervals of 95 %; of exact numbers low and high are the estimate. Null for NaN. */
export interface NumbersJson extends Omit<Numbers, "z" | "noise" | "paired"> {
  /** Between E g and ∇J. */
  readonly cosine: Interval;
  /** Null where it is exact. */
  readonly z: number | null;
  /** Null where it is not exact. */
  readonly noise: number | null;
  /** Null where it is exact, or where there is none of that kind. */
  readonly paired: { readonly nearest: DifferenceJson | null; readonly right: DifferenceJson | null };
}

export interface DifferenceJson extends EstimatorJson, Omit<Difference, "of"> {}

/** A finding, with the section that explains it. */
export interface FindingJson extends Pick<Finding, "fact" | "kind" | "text"> {
  readonly page?: string;
}

export const auditJson = (
  entry: AuditedEntry,
  { verdict, findings, facts, reading, name }: Audit,
  numbers: Numbers | string | undefined,
  {
    equal,
    language,
  }: { readonly equal: boolean | undefined; readonly language?: LanguageReading | undefined },
): Omit<AuditJson, "seconds"> => {
  const as = (kind: Name["kind"]) => (name?.kind === kind ? nameJson(name) : null);
  return {
    ...{ function: entry, verdict, asked: reading.answers.asked, expected: equal ?? null },
    ...{ equal: as("equal"), parallel: as("parallel"), nearest: as("near") },
    facts,
    language: language ? languageJson(language) : null,
    numbers: typeof numbers === "string" ? numbers : numbers ? numbersJson(numbers) : null,
    findings: findings.map(findingJson),
  };
};

const languageJson = ({ penalty, scales }: LanguageReading): LanguageJson => ({
  penalty: penalty ? { form: penalty.form ?? null, coefficient: penalty.coefficient ?? null } : null,
  prompts: scales,
});

const estimatorJson = ({ options, discount }: CatalogueEntry): EstimatorJson => ({ options, discount });

const nameJson = ({ entry, difference, factor, likeness }: Name): NameJson => ({
  ...estimatorJson(entry),
  ...{ difference, factor, likeness },
});

const numbersJson = ({ z, noise, paired, ...numbers }: Numbers): NumbersJson => {
  const { estimate, low, high } = numbers.turnedBy;
  const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
  return {
    ...numbers,
    cosine: { estimate: cosine(estimate), low: cosine(high), high: cosine(low) },
    ...{ z: z ?? null, noise: noise ?? null },
    paired: { nearest: differenceJson(paired?.nearest), right: differenceJson(paired?.right) },
  };
};

const differenceJson = (difference: Difference | undefined): DifferenceJson | null => {
  if (difference === undefined) return null;
  const { of, ...rest } = difference;
  return { ...estimatorJson(of), ...rest };
};

const findingJson = (finding: Finding): FindingJson => {
  const { fact, kind, text } = finding;
  return { fact, kind, text, ...("section" in finding && { page: `${PAGE}#${finding.section}` }) };
};
