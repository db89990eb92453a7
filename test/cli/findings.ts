import type { FoundEstimator } from "../../src/report/finding/finding.ts";
import type { Finding } from "../../src/report/finding/read-finding.ts";
import { withoutInterval } from "../../src/statistics/interval.ts";

/** An unbiased estimator of some alignment, and what of it is to be different. */
export const estimator = (
  label: string,
  alignment: number | undefined,
  more: Partial<FoundEstimator> = {},
): FoundEstimator => ({
  names: [label],
  label,
  batchSize: 16,
  alignment,
  standardError: 0.01,
  angle: alignment === undefined ? undefined : (180 / Math.PI) * Math.acos(alignment),
  needed: 1104,
  reaching: 5,
  never: 0,
  of: 5,
  neededText: "",
  turnedBy: undefined,
  turnedAtMost: 0,
  biased: false,
  oracle: false,
  variance: 1,
  why: undefined,
  ...more,
});

/** What a study of such estimators found, with two agents told apart. */
export const finding = (...estimators: FoundEstimator[]): Finding => ({
  study: "cliff",
  environment: "cliff-walking",
  agreement: [],
  probe: {
    agent: "a2c",
    iteration: 100,
    iterations: 100,
    seeds: 5,
    batchSize: 16,
    truth: "exact",
    estimators,
  },
  learned: ["mac", "reinforce"].map((agent, i) => ({
    agent,
    seeds: 5,
    updates: 100,
    envSteps: 1,
    value: { estimate: -100 * (2 - i), low: -100 * (2 - i) - 10, high: -100 * (2 - i) + 10 },
    before: -700,
    exact: true,
    bySteps: false,
    overflowing: 0,
    sampledReturn: withoutInterval(-80),
    episodeReturn: withoutInterval(-90),
    episodeLength: withoutInterval(40),
    evaluated: undefined,
  })),
  sentences: ["One thing.", "Another."],
  sql: "",
});
