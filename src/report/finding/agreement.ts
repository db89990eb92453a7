import type { Row } from "../../store/snapshot.ts";
import { streamsOverSeeds } from "../streams-over-seeds.ts";
import { literal } from "../text/literal.ts";

/** A mean over the seeds, with its 95 % interval over the streams where there is one. */
export interface OverStreams {
  readonly estimate: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** How estimates of one estimator agree, from about as many pairs as the agent's batch has. */
export interface AgreeingEstimator {
  readonly estimator: string;
  readonly pairs: number;
  /** Cosine of two estimates. */
  readonly two: OverStreams;
  /** Mean cosine with the exact gradient; undefined where it is not known. */
  readonly exact: number | undefined;
  /**
   * Pairs for a mean cosine of 0.9 with what is estimated, by the mean signal over noise of the most pairs; undefined where
   * noise hides them.
   */
  readonly needed: number | undefined;
  /** The smallest number within its interval; undefined where none can be told. */
  readonly neededAtLeast: number | undefined;
  /** The largest. */
  readonly neededAtMost: number | undefined;
}

/** A probe by pairs at one θ. */
export interface AgreementFinding {
  readonly agent: string;
  readonly iteration: number;
  /** In the order of the study, the agent's own, called "agent", first. */
  readonly estimators: readonly AgreeingEstimator[];
}

/** Agreement of estimates at every number of pairs, of the probes that half of an agent's seeds have reached. */
export const agreementSql = (
  study: string,
): string => `/* agreement of estimates from pairs: means over the seeds */
SELECT r.agent, p.iteration, a.estimator, a.pairs, count(*) AS seeds,
  max(count(*)) OVER (PARTITION BY r.agent) AS most_seeds,
  ${streamsOverSeeds("a.pairwise_cosine", "pairwise")},
  avg((SELECT avg(s.cosine) FROM stream_estimate AS s
    WHERE s.probe_id = a.probe_id AND s.estimator = a.estimator AND s.pairs = a.pairs)) AS exact,
  ${streamsOverSeeds("a.signal_to_noise", "signal")}
FROM stream_agreement AS a JOIN probe AS p USING (probe_id) JOIN run AS r USING (run_id) JOIN study AS x USING (study_id)
  LEFT JOIN estimator AS e ON e.run_id = r.run_id AND e.estimator = a.estimator
WHERE x.name = ${literal(study)}
GROUP BY r.agent, p.iteration, a.estimator, a.pairs
ORDER BY min(r.run_id), p.iteration, a.estimator <> 'agent', min(e.rowid), a.pairs`;

/**
 * @param rows of `agreementSql` @param batchSteps pairs of the batches of an agent; the most pairs are taken where there are none
 * @returns the probes by pairs, by agent in the order of the study, and then by iteration
 */
export const agreementFindings = (
  rows: readonly Row[],
  batchSteps: (agent: string) => number | undefined,
): AgreementFinding[] => {
  const reached = rows.filter(({ seeds, most_seeds }) => 2 * Number(seeds) >= Number(most_seeds));
  return groupsOf(reached, ({ agent, iteration }) => JSON.stringify([agent, iteration])).map((probe) => {
    const [{ agent, iteration }] = probe;
    const wanted = batchSteps(String(agent));
    return {
      agent: String(agent),
      iteration: Number(iteration),
      estimators: groupsOf(probe, ({ estimator }) => String(estimator)).map((own) => agreeing(own, wanted)),
    };
  });
};

const groupsOf = (rows: readonly Row[], keyOf: (row: Row) => string): Row[][] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
};

const agreeing = (rows: readonly Row[], batchSteps: number | undefined): AgreeingEstimator => {
  const most = rows[rows.length - 1];
  const here = rows.reduce(
    (best, row) => (distance(row, batchSteps) < distance(best, batchSteps) ? row : best),
    most,
  );
  const signal = overStreams(most, "signal");
  const pairsAt = (ratio: number | undefined) =>
    ratio !== undefined && ratio > 0 ? ((0.81 / 0.19) * Number(most.pairs)) / ratio : undefined;
  return {
    estimator: String(here.estimator),
    pairs: Number(here.pairs),
    two: overStreams(here, "pairwise"),
    exact: numberOf(here.exact),
    needed: pairsAt(signal.estimate),
    neededAtLeast: pairsAt(signal.high),
    neededAtMost: pairsAt(signal.low),
  };
};

const distance = ({ pairs }: Row, batchSteps: number | undefined): number =>
  batchSteps === undefined ? 0 : Math.abs(Math.log(Number(pairs) / batchSteps));

const overStreams = (row: Row, column: string): OverStreams => ({
  estimate: Number(row[column] ?? Number.NaN),
  low: numberOf(row[`${column}_low`]),
  high: numberOf(row[`${column}_high`]),
});

const numberOf = (value: Row[string]): number | undefined => (typeof value === "number" ? value : undefined);
