import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

/** The built program (`npm test` builds it first), so that what is counted is what users run. */
const PROGRAM = fileURLToPath(new URL("../../dist/test/bench/ours/allocations.js", import.meta.url));
/** No collection meanwhile: 64 MiB are more than what is drawn could take. */
const FLAGS = [
  "--expose-gc",
  "--min-semi-space-size=64",
  "--max-semi-space-size=64",
  "--no-concurrent-recompilation", // else what is compiled when, and how, depends on what else the machine does
];
/** The smallest thing on the heap, a number, takes 16 bytes; a batch may leave a few hundred. */
const FLOOR = 2;

let bytesPerStep: Record<string, number> = {};
beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, [...FLAGS, PROGRAM], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  bytesPerStep = JSON.parse(stdout);
});

test.each(["frozen-lake", "seven estimators", "bandit", "double-integrator", "cart-pole"])(
  "a rollout and an estimate of %s allocate nothing per step",
  (problem) => {
    expect(bytesPerStep[problem]).toBeGreaterThanOrEqual(0);
    expect(bytesPerStep[problem]).toBeLessThan(FLOOR);
  },
);

test("an environment that leaves an array behind at every step is found out", () => {
  expect(bytesPerStep.wasteful).toBeGreaterThan(32);
});
