import { expect, test } from "vitest";
import { probeFinding } from "../../../src/report/finding/finding.ts";
import { learned } from "../../../src/report/finding/learned.ts";
import { findingSentences } from "../../../src/report/finding/sentences.ts";
import { countText, degreesText, learnedText, turnedText } from "../../../src/report/finding/words.ts";
import type { Row } from "../../../src/store/snapshot.ts";

/** A row of `findingSql`: an unbiased estimator at 16 trajectories, one of two seeds' means. */
const row = (changes: Record<string, string | number | null>): Row => ({
  estimator: "agent",
  batch_size: 16,
  seeds: 2,
  truth_norm: 1,
  mean_cosine: 0.5,
  mean_cosine_se: 0.01,
  corrected_cosine: null,
  corrected_cosine_se: null,
  no_alignment: null,
  total_variance: 1,
  exact_total_variance: 1,
  exact_bias_norm: 0,
  exact_turned_by: 0,
  turned_by: null,
  turned_by_low: null,
  turned_by_high: null,
  oracle: 0,
  trajectories: 100,
  low: 90,
  high: 110,
  reaching: 2,
  never: 0,
  limit_cosine: 1,
  method: "normal",
  from_size: 1,
  note: null,
  probed: 2,
  ...changes,
});
const mac = {
  estimator: "mac",
  mean_cosine: 0.92,
  total_variance: 0.5,
  exact_bias_norm: 0.3,
  exact_turned_by: 20,
};
const context = { agent: "a2c", iteration: 100, iterations: 100, ownBatchSize: 16, truth: "exact" };
const found = (...rows: Row[]) => probeFinding(rows, context)!;
const said = (...rows: Row[]) => findingSentences(found(...rows), []);

test("estimators are ordered by alignment at the batch size nearest to the agent's own, and equal ones are one", () => {
  const finding = found(
    row({ batch_size: 4, mean_cosine: 0.99 }),
    row({ mean_cosine: 0.2 }),
    row({ ...mac, batch_size: 4, mean_cosine: 0.1 }),
    row(mac),
    row({ estimator: "to-go", batch_size: 4, mean_cosine: 0.99 }),
    row({ estimator: "to-go", mean_cosine: 0.2 }),
  );
  expect(finding).toMatchObject({ batchSize: 16, seeds: 2, agent: "a2c" });
  expect(finding.estimators.map(({ label, names, alignment }) => [label, names, alignment])).toEqual([
    ["mac", ["mac"], 0.92],
    ["a2c (agent) = to-go", ["agent", "to-go"], 0.2],
  ]);
  expect(finding.estimators[1].angle).toBeCloseTo(78.463041, 6);
  expect(finding.estimators.map(({ biased, turnedBy }) => [biased, turnedBy])).toEqual([
    [true, 20],
    [false, undefined],
  ]);
});

test("a bias that a sample does not show is not said to be absent, nor is one said to be there", () => {
  const sampled = (low: number) =>
    found(
      row({
        ...{ exact_bias_norm: null, exact_turned_by: null },
        ...{ turned_by: 9, turned_by_low: low, turned_by_high: 12 },
      }),
    ).estimators[0];
  expect(sampled(2)).toMatchObject({ biased: true, turnedBy: 9, turnedAtMost: undefined });
  expect(sampled(0)).toMatchObject({ biased: undefined, turnedBy: undefined, turnedAtMost: 12 });
  expect(found(row({})).estimators[0]).toMatchObject({ biased: false, turnedAtMost: 0 });
});

test("a biased estimator that is truer than unbiased ones is the finding", () => {
  const never = { trajectories: null, reaching: 0, never: 2, limit_cosine: 0.8 };
  expect(said(row({ mean_cosine: 0.6 }), row({ ...mac, ...never }))).toEqual([
    "Biased and yet truer: with 16 trajectories an estimate mac, turned 20° by its bias, points 23° from ∇J; unbiased, a2c (agent) 53°.",
    "Within 26° of ∇J (alignment 0.9): a2c (agent) with 100 trajectories; mac never, however large the batch.",
  ]);
});

const nowhere = (...more: Row[]): string =>
  said(
    row({ mean_cosine: 0.4 }),
    row({ estimator: "total", mean_cosine: 0.2, total_variance: 9 }),
    row({ ...mac, estimator: "gae", mean_cosine: 0.7, exact_turned_by: 3, total_variance: 4 }),
    row(mac),
    ...more,
  )[0];

test("where all unbiased gradients are more than 60° off and all biased ones are less, that is the finding", () => {
  expect(nowhere()).toBe(
    "The unbiased gradients point nowhere, the biased ones uphill: with 16 trajectories an estimate, " +
      "a2c (agent) 66° and total 78° from ∇J; mac 23° and gae 46°, though bias turns them by 20° and 3.0°.",
  );
  const one = (changes: Record<string, number>) => row({ estimator: "one", total_variance: 2, ...changes });
  expect(nowhere(one({ mean_cosine: 0.51 }))).toMatch(/^Biased and yet truer: /);
  const downhill = { mean_cosine: 0.3, exact_bias_norm: 1, exact_turned_by: 60 };
  expect(nowhere(one(downhill))).toMatch(/^Biased and yet truer: /);
});

test("an oracle is called so, and proves nothing of what agents can have", () => {
  const oracle = row({ estimator: "exact", mean_cosine: 0.99, oracle: 1, total_variance: 0.1 });
  expect(nowhere(oracle)).toMatch(/^Short of an oracle, the unbiased gradients point nowhere, /);
  expect(found(oracle).estimators[0]).toMatchObject({ label: "exact (oracle)", oracle: true });
  expect(said(row({ mean_cosine: 0.2 }), { ...oracle, trajectories: 2 })[1]).toBe(
    "Within 26° of ∇J (alignment 0.9): a2c (agent) with 100 trajectories.",
  );
  expect(said({ ...oracle, trajectories: 2 })[1]).toMatch(/exact \(oracle\) with 2 trajectories\.$/);
  const plain = probeFinding([row({})], { ...context, agent: "agent" });
  expect(plain?.estimators[0].label).toBe("agent");
  const biased = { ...mac, estimator: "exact td", oracle: 1 };
  expect(said(row({ mean_cosine: 0.2 }), row(biased))[0]).not.toMatch(/truer|nowhere/);
});

test("a biased estimator is not praised where the noise of unbiased ones turns them less than its bias, or no error tells them apart", () => {
  const [first] = said(row({ mean_cosine: 0.9 }), row({ ...mac, exact_turned_by: 60 }));
  expect(first).toMatch(
    /^2 estimators, none of which is seen to point better than another: .* 23° to 26° from ∇J/,
  );
  expect(said(row({ mean_cosine: 0.2 }), row({ ...mac, exact_turned_by: 100 }))[0]).toBe(
    "mac points best with 16 trajectories an estimate, 23° from ∇J (turned 100° by bias); a2c (agent) worst, 78°.",
  );
});

test("what has more trajectories behind it is not compared with what has fewer", () => {
  const more = row({ estimator: "accumulated", batch_size: 64, mean_cosine: 0.99, total_variance: 2 });
  expect(said(row({}), row({ estimator: "plain", mean_cosine: 0.7 }), more)[0]).toBe(
    "plain points best with 16 trajectories an estimate, 46° from ∇J; a2c (agent) worst, 60°.",
  );
});

test("without a gradient to compare with it is said what to add, and which estimator is the least noisy", () => {
  const blind = { mean_cosine: null, mean_cosine_se: null, probed: null };
  const rows = [row(blind), row({ ...blind, estimator: "total", total_variance: 60 })];
  const finding = probeFinding(rows, { ...context, truth: undefined });
  expect(findingSentences(finding, [])).toEqual([
    "No exact gradient here: add probe.reference, and alignment, bias and batch sizes are measured. " +
      "a2c (agent) has the least variance, total 60 times as much.",
  ]);
  const noise = { ...blind, no_alignment: "∇J is 0" };
  expect(findingSentences(found(row(noise)), [])).toEqual(["Nothing is compared with ∇J: ∇J is 0."]);
});

const seed = (agent: string, seed: number, exact_return: number | null, more = {}): Row => ({
  agent,
  seed,
  iteration: 100,
  env_steps: 1000,
  mean_return: 5,
  exact_return,
  exact_finite: exact_return === null ? null : 1,
  first_mean_return: 1,
  first_exact_return: -700,
  ...more,
});

test("what agents learned is told with Student's interval over their seeds", () => {
  const rows = [-24, -25, -26].map((value, i) => seed("mac", i, value));
  const others = [-90, -100, -110].map((value, i) => seed("reinforce", i, value));
  const agents = learned([...others, ...rows]);
  expect(agents.map(({ agent, seeds, exact }) => [agent, seeds, exact])).toEqual([
    ["reinforce", 3, true],
    ["mac", 3, true],
  ]);
  expect(agents[1].value.low).toBeCloseTo(-25 - 4.3026527 / Math.sqrt(3), 6);
  expect(findingSentences(undefined, agents)).toEqual([
    "After 100 updates mac has learned most (J −25 [−27.5, −22.5]), reinforce least (−100 [−125, −75.2]).",
  ]);
  expect(findingSentences(undefined, learned(rows))).toEqual([
    "After 100 updates the J of mac is −25 [−27.5, −22.5] (95 % over 3 seeds); it began at −700.",
  ]);
  expect(findingSentences(undefined, learned(rows.slice(0, 1)))).toEqual([
    "After 100 updates the J of mac is −24; it began at −700.",
  ]);
  expect(findingSentences(undefined, learned([...rows, seed("other", 0, -24.5)]))[0]).toContain(
    "do not tell",
  );
});

test("a mean over seeds of which one overflows is none, and a return stands in for a J that is not known", () => {
  const [agent] = learned([seed("a", 0, -1), seed("a", 1, null, { exact_finite: 0 })]);
  expect(agent.value.estimate).toBeNaN();
  expect(learned([seed("a", 0, null)])[0]).toMatchObject({ exact: false, value: { estimate: 5 }, before: 1 });
});

test("a turn is in degrees, 0 where there is none, and at most so many where none is seen", () => {
  expect(turnedText({ turnedBy: 17.9, turnedAtMost: undefined })).toBe("18°");
  expect(turnedText({ turnedBy: undefined, turnedAtMost: 0 })).toBe("0°");
  expect(turnedText({ turnedBy: undefined, turnedAtMost: 9.7 })).toBe("≤ 9.7°");
  expect(turnedText({ turnedBy: undefined, turnedAtMost: undefined })).toBe("");
});

test("numbers have three digits", () => {
  expect([8.4, 118, 1107, 11_888].map(countText)).toEqual(["8", "118", "1,110", "11,900"]);
  expect([0, 0.0312, 2.98, 6.123, 9.96, 78.46].map(degreesText)).toEqual([
    "0°",
    "0.031°",
    "3.0°",
    "6.1°",
    "10°",
    "78°",
  ]);
  expect(learnedText({ estimate: -24.4446, low: -24.8, high: -24.3 })).toBe("−24.4 [−24.8, −24.3]");
  expect(learnedText({ estimate: 1.4939, low: 1.4882, high: 1.4996 })).toBe("1.494 [1.488, 1.500]");
});
