import type { z } from "zod";
import type { ConfigIssue } from "../errors/config-error.ts";
import { nearest } from "../errors/did-you-mean.ts";
import { isWithin, type Path, pathText } from "../errors/study-path.ts";
import { aliasAt, wordOn } from "./aliases.ts";
import { kindsOf, wrong } from "./messages.ts";
import { keysAt, presetsAt, schemaAt, valueAt } from "./schema-lookup.ts";

type SchemaIssue = z.core.$ZodIssue;

/** Whether a value has the form of the union's member that reported these issues. */
const fits = (issues: readonly SchemaIssue[]): boolean =>
  issues.every((issue) => {
    if (issue.path.length > 0) return true;
    if (issue.code === "invalid_union") return issue.errors.some(fits);
    return issue.code !== "invalid_type" && issue.code !== "invalid_value";
  });

/** The issues to report: of a union, those of the one member that the value has the form of. */
const leaves = (issue: SchemaIssue, prefix: Path): SchemaIssue[] => {
  const path = [...prefix, ...issue.path] as (string | number)[];
  const members = issue.code === "invalid_union" ? issue.errors.filter(fits) : [];
  if (members.length === 1) return members[0].flatMap((inner) => leaves(inner, path));
  return [{ ...issue, path }];
};

const isMissing = ({ code, path }: SchemaIssue, study: unknown): boolean =>
  ["invalid_type", "invalid_value", "invalid_union"].includes(code) &&
  valueAt(path as Path, study) === undefined;

/**
 * Puts what the schema found into words, one issue for each fault, whose message names the key: what only follows from a misspelled
 * key, that it is missing and what its mapping says without it, is left out.
 *
 * @param hidden keys of a study that are none here
 */
export const configIssues = (
  issues: readonly SchemaIssue[],
  study: unknown,
  hidden: readonly string[] = [],
): ConfigIssue[] => {
  const found: ConfigIssue[] = [];
  const meant: Path[] = []; // the misspelled keys, as they should be
  const leafIssues = issues.flatMap((issue) => leaves(issue, []));
  for (const issue of leafIssues) {
    if (issue.code !== "unrecognized_keys") continue;
    const parent = issue.path as Path;
    const all = keysAt(parent, study);
    const keys = parent.length === 0 ? all.filter((key) => !hidden.includes(key)) : all;
    for (const key of issue.keys) {
      const path = [...parent, key];
      const steps = aliasAt(key, parent, study) ?? [nearest(key, keys) ?? []].flat();
      if (steps.length > 0) meant.push([...parent, ...steps]);
      const word = steps.length > 0 ? `did you mean ${pathText(steps)}?` : wordOn(key);
      const list = keys.length > 0 ? ` (keys: ${keys.join(", ")})` : "";
      const hint = word === undefined ? "" : `; ${word}`;
      found.push({ path, message: `${pathText(path)} is not a key here${hint}${list}` });
    }
  }
  for (const issue of leafIssues) {
    if (issue.code === "unrecognized_keys") continue;
    const path = issue.path as Path;
    const lacks = isMissing(issue, study);
    if ((lacks || issue.code === "custom") && meant.some((key) => isWithin(key, path))) continue;
    found.push({ path, message: (lacks ? missing : wrong)(issue, path, study) });
  }
  return found;
};

const missing = (issue: SchemaIssue, path: Path, study: unknown): string => {
  const kinds = kindsOf(issue);
  const presets = kinds ? presetsAt(path.slice(0, -1), study) : [];
  const instead = presets.length > 0 ? `; or preset: one of ${presets.join(", ")}` : "";
  const what = kinds
    ? `one of ${kinds.join(", ")}${instead}`
    : schemaAt(path, study)?.description?.replace(/\.$/, "");
  return `${pathText(path)} is missing${what === undefined ? "" : `: ${what}`}`;
};
