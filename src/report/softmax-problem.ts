import type { Query } from "../store/snapshot.ts";
import { literal } from "./text/literal.ts";

/** What is acted in by a table of θ, and how many numbers θ has. */
export interface SoftmaxProblem {
  readonly environment: Readonly<Record<string, unknown>>;
  readonly parameters: number;
}

/** The problem of a study with a softmax policy and a known truth, whose θ may be one number per state and action. */
export const softmaxProblem = (query: Query, study: string): SoftmaxProblem | undefined => {
  const [run] = query(
    `SELECT r.config, length(t.gradient) / 8 AS parameters
     FROM truth AS t JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
     WHERE x.name = ${literal(study)} LIMIT 1`,
  );
  if (run === undefined) return undefined;
  const { environment, policy } = JSON.parse(String(run.config));
  return policy.kind === "softmax" ? { environment, parameters: Number(run.parameters) } : undefined;
};
