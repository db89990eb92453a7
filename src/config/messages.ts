import type { z } from "zod";
import { nearest, suggestion } from "../errors/did-you-mean.ts";
import { type Path, pathText } from "../errors/study-path.ts";
import { formatValue, misread } from "./format-value.ts";
import { expectation, schemaAt, valueAt } from "./schema-lookup.ts";

type Issue = z.core.$ZodIssue;

/** The choices of a `kind` that is none of them. */
export const kindsOf = (issue: Issue): readonly string[] | undefined =>
  issue.code === "invalid_union" && "options" in issue ? issue.options?.map(String) : undefined;

/** The message for a value that is there and wrong: the key, what was expected, what was given. */
export const wrong = (issue: Issue, path: Path, study: unknown): string => {
  const value = valueAt(path, study);
  const outline = schemaAt(path, study) ?? {};
  const { text, words } = expectation(outline);
  const must = (rule: string) => `${pathText(path)} must ${rule}; got ${formatValue(value)}`;
  const near = typeof value === "string" ? nearest(value, words.keys()) : undefined;
  const meant = near === undefined ? "" : `; did you mean ${words.get(near)}?`;

  switch (issue.code) {
    case "invalid_type":
      if (typeof value === "number" && issue.expected === "number") return must("be a finite number");
      if (issue.expected === "int") return must("be a whole number");
      return must(`be ${text}`) + (misread(value, issue.expected) || meant);
    case "invalid_value": {
      const choices = issue.values.map(String);
      return (
        must(`be ${choices.length > 1 ? "one of " : ""}${choices.join(", ")}`) + suggestion(value, choices)
      );
    }
    case "invalid_union": {
      const kinds = kindsOf(issue);
      if (kinds) return must(`be one of ${kinds.join(", ")}`) + suggestion(value, kinds);
      return (
        (issue.message === "Invalid input" ? must(`be ${text}`) : inItsWords(issue, path, value, outline)) +
        meant
      );
    }
    case "too_small":
      return must(size(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum));
    case "too_big":
      return must(size(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum));
    default:
      return inItsWords(issue, path, value, outline);
  }
};

const size = (origin: string, bound: string, limit: number | bigint): string => {
  if (origin !== "array" && origin !== "string") return `be ${bound} ${limit}`;
  return `have ${bound} ${limit} ${origin === "array" ? "item" : "character"}${limit === 1 ? "" : "s"}`;
};

/** The schema's own message, with the value where the message does not say it. */
const inItsWords = (
  { message }: Issue,
  path: Path,
  value: unknown,
  outline: { default?: unknown },
): string => {
  const [label, shown] = value === undefined ? ["the default is", outline.default] : ["got", value];
  const open = message.startsWith("expected") && !message.includes("; got") && shown !== undefined;
  return `${pathText(path)}: ${message}${open ? `; ${label} ${formatValue(shown)}` : ""}`;
};
