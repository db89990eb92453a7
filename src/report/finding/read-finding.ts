import { type RunConfig, trajectoriesOfUpdate } from "../../config/plan.ts";
import { LAST_OF_CHAIN } from "../../store/configurations.ts";
import type { Query } from "../../store/snapshot.ts";
import { CORRECTED_ERROR } from "../corrected-error.ts";
import type { Probe, Selection } from "../selection.ts";
import { literal } from "../text/literal.ts";
import { agreementFindings, agreementSql } from "./agreement.ts";
import { agreementSentences } from "./agreement-sentences.ts";
import { type ProbeFinding, probeFinding } from "./finding.ts";
import { type Learned, learned, learnedSql } from "./learned.ts";
import { findingSentences } from "./sentences.ts";

/** What a study found. */
export interface Finding {
  readonly study: string;
  /** Kind of environment. */
  readonly environment: string;
  /** Of the probe that compares most estimators: the last one of its agent. */
  readonly probe: ProbeFinding | undefined;
  /** What probes by pairs found, in words. */
  readonly agreement: readonly string[];
  readonly learned: readonly Learned[];
  /** In words, the most important first. */
  readonly sentences: readonly string[];
  /** Where the numbers come from. */
  readonly sql: string;
}

/** What is found at one θ: every estimator and batch size, means over the seeds, in the order of the study. */
export const findingSql = (
  study: string,
  { agent, iteration }: Probe,
): string => `/* alignment at every batch size, and the batch for 0.9: means over the seeds; an oracle has an exact critic */
SELECT v.*, ${CORRECTED_ERROR} AS corrected_cosine_se, EXISTS (
    SELECT 1 FROM estimator AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id), json_tree(s.config) AS j
    WHERE x.name = v.study AND r.agent = v.agent AND s.estimator = v.estimator
      AND j.key = 'kind' AND j.atom = 'exact' AND j.path LIKE '%.critic') AS oracle,
  n.trajectories, n.low, n.high, n.reaching, n.never, n.limit_cosine, n.method, n.from_size, n.note, n.seeds AS probed
FROM estimator_over_seeds AS v LEFT JOIN batch_for_alignment_over_seeds AS n USING (study, agent, iteration, estimator)
WHERE v.study = ${literal(study)} AND v.agent = ${literal(agent)} AND v.iteration = ${iteration}
ORDER BY (SELECT min(s.rowid) FROM estimator AS s JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  WHERE x.name = v.study AND r.agent = v.agent AND s.estimator = v.estimator), v.batch_size`;

/** Reads what a study found; `probe` and `learned` are empty where there is nothing yet. */
export const readFinding = (query: Query, { study, agents, probes, wanted }: Selection): Finding => {
  const configs = new Map(
    query(
      `SELECT r.agent, r.config, r.environment FROM run AS r JOIN study AS x USING (study_id)
      WHERE x.name = ${literal(study)} AND ${LAST_OF_CHAIN} GROUP BY r.agent`,
    ).map((row) => [String(row.agent), JSON.parse(String(row.config)) as RunConfig]),
  );
  const last = [...new Map(probes.map((probe) => [probe.agent, probe])).values()];
  const found = last.map((probe) => at(query, study, probe, configs.get(probe.agent) as RunConfig));
  const compared = (each: Found) =>
    each.finding?.estimators.filter(({ alignment }) => alignment !== undefined).length ?? 0;
  const [best] = [...found].sort((a, b) => compared(b) - compared(a));
  const taught = learned(query(learnedSql(study, wanted.agent)));
  const agreement = agreementSentences(
    agreementFindings(query(agreementSql(study)), (agent) => configs.get(agent)?.agent.batchSteps).filter(
      ({ agent, iteration }) =>
        agent === (wanted.agent ?? agent) && iteration === (wanted.iteration ?? iteration),
    ),
  );
  return {
    study,
    environment: configs.get([...agents.keys()][0])?.environment.kind ?? "",
    probe: best?.finding,
    agreement,
    learned: taught,
    sentences: findingSentences(best?.finding, taught, agreement),
    sql: best?.sql ?? learnedSql(study, wanted.agent),
  };
};

interface Found {
  readonly sql: string;
  readonly finding: ProbeFinding | undefined;
}

const at = (query: Query, study: string, probe: Probe, { agent, objective }: RunConfig): Found => {
  const sql = findingSql(study, probe);
  const [truth] = query(
    `SELECT t.method FROM truth AS t JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id)
      JOIN study AS x USING (study_id)
    WHERE x.name = ${literal(study)} AND r.agent = ${literal(probe.agent)} AND p.iteration = ${probe.iteration} LIMIT 1`,
  );
  const finding = probeFinding(query(sql), {
    ...probe,
    iterations: agent.iterations,
    ownBatchSize: trajectoriesOfUpdate({ agent, objective }),
    truth: truth === undefined ? undefined : String(truth.method),
  });
  return { sql, finding };
};
