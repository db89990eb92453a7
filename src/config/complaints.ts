import type { z } from "zod";
import type { Path } from "./fault.ts";
import { nearest, suggestion } from "./nearest.ts";
import { keysAt, outlineAt, valueAt } from "./outline.ts";
import { pathText } from "./study-error.ts";
import { kindsOf, wrong } from "./wording.ts";

/** What is wrong, and where. The message names the key. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Whether a value has the form of the union's member that reported these issues. */
const fits = (issues: readonly Issue[]): boolean =>
  issues.every((issue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === "invalid_union") return issue.errors.some(fits);
    return issue.code !== "invalid_type" && issue.code !== "invalid_value";
  });

/** The issues to report: of a union, those of the one member that the value has the form of. */
const leaves = (issue: Issue, prefix: Path): Issue[] => {
  const path = [...prefix, ...issue.path] as (string | number)[];
  const members = issue.code === "invalid_union" ? issue.errors.filter(fits) : [];
  if (members.length === 1) return members[0].flatMap((inner) => leaves(inner, path));
  return [{ ...issue, path }];
};

const isMissing = ({ code, path }: Issue, study: unknown): boolean =>
  ["invalid_type", "invalid_value", "invalid_union"].includes(code) &&
  valueAt(path as Path, study) === undefined;

/**
 * Puts what the schema found into words, one complaint for each fault; a key that is missing because it is
 * misspelled is one fault.
 */
export const complaints = (issues: readonly Issue[], study: unknown): Complaint[] => {
  const found: Complaint[] = [];
  const misspelled = new Set<string>();
  const leafIssues = issues.flatMap((issue) => leaves(issue, []));
  for (const issue of leafIssues) {
    if (issue.code !== "unrecognized_keys") continue;
    const keys = keysAt(issue.path as Path, study);
    for (const key of issue.keys) {
      const path = [...issue.path, key] as Path;
      const near = nearest(key, keys);
      if (near !== undefined) misspelled.add(pathText([...path.slice(0, -1), near]));
      const list = keys.length > 0 ? ` (keys: ${keys.join(", ")})` : "";
      found.push({ path, message: `${pathText(path)} is not a key here${suggestion(key, keys)}${list}` });
    }
  }
  for (const issue of leafIssues) {
    if (issue.code === "unrecognized_keys") continue;
    const path = issue.path as Path;
    if (!isMissing(issue, study)) found.push({ path, message: wrong(issue, path, study) });
    else if (!misspelled.has(pathText(path))) found.push({ path, message: missing(issue, path, study) });
  }
  return found;
};

const missing = (issue: Issue, path: Path, study: unknown): string => {
  const what = kindsOf(issue) ? `one of ${kindsOf(issue)?.join(", ")}` : outlineAt(path, study)?.description;
  return `${pathText(path)} is missing${what === undefined ? "" : `: ${what}`}`;
};
