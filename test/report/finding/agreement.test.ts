import { expect, test } from "vitest";
import {
  type AgreeingEstimator,
  type AgreementFinding,
  agreementFindings,
} from "../../../src/report/finding/agreement.ts";
import { agreementSentences } from "../../../src/report/finding/agreement-sentences.ts";
import { readFinding } from "../../../src/report/finding/read-finding.ts";
import { findingSentences } from "../../../src/report/finding/sentences.ts";
import { selections } from "../../../src/report/selection.ts";
import type { Row } from "../../../src/store/snapshot.ts";
import { readSnapshot } from "../../../src/store/snapshot.ts";
import { database, scratch } from "../database.ts";
import { pairsStudy } from "../pairs-study.ts";

/** A row of `agreementSql`. */
const row = (changes: Record<string, string | number | null>): Row => ({
  ...{ agent: "ppo", iteration: 0, estimator: "agent", pairs: 2048, seeds: 2, most_seeds: 2 },
  ...{ pairwise: 0.5, pairwise_low: 0.4, pairwise_high: 0.6, exact: null },
  ...{ signal: 1, signal_low: 0.5, signal_high: 2 },
  ...changes,
});
const of = (...rows: Row[]) => agreementFindings(rows, () => 2048);
const said = (...rows: Row[]) => agreementSentences(of(...rows));

test("estimates agree as from the number of pairs that is nearest to the agent's batch, and 0.9 is foretold from the most", () => {
  const rows = [256, 1024, 8192].map((pairs, i) => row({ pairs, pairwise: i / 10, signal: i + 1 }));
  const [{ estimators }] = agreementFindings(rows, () => 700);
  expect(estimators).toMatchObject([{ pairs: 1024, two: { estimate: 0.1 } }]);
  expect(estimators[0].needed).toBeCloseTo(((0.81 / 0.19) * 8192) / 3, 8);
  expect(agreementFindings(rows, () => undefined)[0].estimators[0].pairs).toBe(8192);
});

test("the last probe is told with its interval, and what it was at first", () => {
  expect(
    said(
      row({
        pairwise: 0.853,
        pairwise_low: 0.82,
        pairwise_high: 0.9,
        signal: 4,
        signal_low: 2,
        signal_high: 8,
      }),
      row({
        iteration: 150,
        pairwise: 0.0285,
        pairwise_low: -0.041,
        pairwise_high: 0.25,
        signal: 0.01,
        signal_low: -1,
      }),
    ),
  ).toEqual([
    "At iteration 150 two of ppo's estimates from 2,048 pairs agree by 0.03 [−0.04, 0.25]; a cosine of 0.9 with what they " +
      "estimate takes about 873,000 pairs (4,370 or more).",
    "At the first probe it was 0.85 [0.82, 0.90], and 0.9 took about 2,180 pairs [1,090, 4,370].",
  ]);
});

test("a number that noise hides is not told, but its lower limit", () => {
  expect(said(row({ signal: -0.1, signal_low: null, signal_high: 0.01 }))[0]).toMatch(
    /takes 873,000 pairs or more\.$/,
  );
  const few = { pairwise_low: null, pairwise_high: null, signal: -0.1, signal_low: null, signal_high: null };
  expect(said(row({ ...few, pairwise: -0.001 }))).toEqual([
    "At iteration 0 two of ppo's estimates from 2,048 pairs agree by 0.00; a cosine of 0.9 with what they estimate takes a " +
      "number that noise hides.",
  ]);
  expect(said(row({ pairwise: null }))).toEqual([]);
});

test("another estimator is told where its interval lies above the agent's, and not where they overlap", () => {
  const fitted = { estimator: "fitted", pairwise: 0.8, pairwise_high: 0.9 };
  expect(said(row({}), row({ ...fitted, pairwise_low: 0.7 }))[1]).toBe(
    "Of the estimators fitted agrees most, by 0.80 [0.70, 0.90]; what agrees may still point elsewhere.",
  );
  expect(said(row({}), row({ ...fitted, pairwise_low: 0.59 }))).toHaveLength(1);
});

test("a probe that less than half of the seeds have reached is not the last", () => {
  const probes = of(row({ seeds: 5, most_seeds: 5 }), row({ iteration: 9, seeds: 2, most_seeds: 5 }));
  expect(probes.map(({ iteration }) => iteration)).toEqual([0]);
});

test("of several agents each is told, of many the two ends", () => {
  const rows = ["a", "b", "c", "d"].map((agent, i) => row({ agent, pairwise: i / 5 }));
  expect(said(...rows.slice(0, 2))[0]).toBe(
    "How two estimates agree: those of b at iteration 0 by 0.20 [0.40, 0.60] (from 2,048 pairs) and those of a at iteration 0 " +
      "by 0.00 [0.40, 0.60] (from 2,048 pairs).",
  );
  expect(said(...rows).join(" ")).not.toMatch(/those of [bc]/);
});

test("it comes first where nothing is compared with ∇J", () => {
  const own: AgreeingEstimator = {
    ...{ estimator: "agent", pairs: 8, two: { estimate: 0.1, low: undefined, high: undefined } },
    ...{ exact: 0.25, needed: 5, neededAtLeast: undefined, neededAtMost: undefined },
  };
  const probe: AgreementFinding = { agent: "ppo", iteration: 3, estimators: [own] };
  const [sentence] = agreementSentences([probe]);
  expect(sentence).toBe(
    "At iteration 3 two of ppo's estimates from 8 pairs agree by 0.10 and with ∇J by 0.25; a cosine of 0.9 with what they " +
      "estimate takes about 5 pairs.",
  );
  expect(findingSentences(undefined, [], [sentence])[0]).toBe(sentence);
});

test("the finding of a study by pairs has the figures of pairs_summary", () => {
  const path = database(scratch(), "pairs.db", [pairsStudy({ seeds: [3, 4] })]);
  readSnapshot(path, (query) => {
    const [selection] = selections(query);
    const { sentences, agreement } = readFinding(query, selection);
    const [view] = query(`SELECT avg(pairwise_cosine) AS two, avg(cosine_exact) AS exact FROM pairs_summary
      WHERE iteration = 3 AND estimator = 'agent' AND pairs = 20`);
    const digits = (cosine: Row[string]) => Number(cosine).toFixed(2).replace("-", "−");
    expect(sentences[0]).toMatch(/^At iteration 3 two of ppo's estimates from 20 pairs agree by /);
    expect(sentences[0]).toContain(`agree by ${digits(view.two)} [`);
    expect(sentences[0]).toContain(`and with ∇J by ${digits(view.exact)};`);
    expect(agreement).toEqual(sentences.slice(0, agreement.length));
    const first = readFinding(query, { ...selection, wanted: { iteration: 0 } });
    expect(first.sentences[0]).toMatch(/^At iteration 0 /);
    expect(readFinding(query, { ...selection, wanted: { agent: "other" } }).agreement).toEqual([]);
  });
});
