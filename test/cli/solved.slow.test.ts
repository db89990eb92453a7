import { join } from "node:path";
import { expect, test } from "vitest";
import { openReader } from "../../src/store/open.ts";
import { temporaryFolder } from "../suite/temporary-folder.ts";
import { writeStudy } from "./study.ts";
import { trueslope } from "./trueslope.ts";

/** CartPole under a policy that balances for all 500 steps, with some exploration or with none. */
const study = (gains: readonly number[]): string => `name: solved
environment: { kind: cart-pole }
objective: { discount: 0.99, horizon: 500 }
policy: { kind: linear-softmax, initial: [0, 0, 0, 0, ${gains.join(", ")}, 0, 0] }
agents: [{ name: a, estimator: { kind: reinforce }, batchSize: 2, iterations: 0 }]
probe: { batchSizes: [2], replicates: 8, reference: { relativeError: 0.5, trajectories: 2048 } }
seeds: 0
`;

test.for([
  ["with exploration", [5, 10, 200, 50], /^reference is noise: /],
  ["without", [100, 200, 4000, 1000], /^reference is noise: ‖Ĝ‖ = \S+e-1[45] ± /],
] as const)("a solved CartPole, %s, shows no alignment anywhere", ([, gains, why]) => {
  const db = join(temporaryFolder(), "solved.db");
  const { code, stdout } = trueslope("run", writeStudy(temporaryFolder(), study(gains)), "--db", db);
  expect(code).toBe(0);
  const reader = openReader(db);
  const one = (query: string) => reader.prepare<[], Record<string, unknown>>(query).get()!;
  expect(one("SELECT value FROM truth").value).toBeCloseTo((1 - 0.99 ** 500) / 0.01, 9);
  const cell = one("SELECT * FROM estimator_over_seeds");
  expect(cell.no_alignment).toMatch(why);
  for (const column of [
    "mean_cosine",
    "corrected_cosine",
    "cosine_of_mean",
    "norm_ratio",
    "turned_by",
    "scaled_by",
  ])
    expect(cell[column], column).toBeNull();
  expect(one("SELECT count(cosine) AS n FROM estimate").n).toBe(0);
  expect(
    one("SELECT count(*) AS n FROM seed_score WHERE metric LIKE '%cosine' AND metric <> 'pairwise_cosine'").n,
  ).toBe(0);
  expect(one("SELECT count(*) AS n FROM batch_for_alignment WHERE verdict IN ('reached', 'never')").n).toBe(
    0,
  );
  reader.close();
  expect(stdout).toContain(`Nothing is compared with ∇J: ${cell.no_alignment}.`);
  expect(stdout).not.toMatch(/\d\.\d{3} ± \d/);
});
