import { beforeAll, expect, test } from "vitest";
import { batchWords } from "../../src/report/text/batch-words.ts";
import { unaligned } from "../../src/report/unaligned.ts";
import type { Query, Row } from "../../src/store/snapshot.ts";

const probe = { study: "x", agent: "a", iteration: 3 };

/** Rows of a probe: two cells, each of some seeds with the reason why they have no direction. */
const query =
  (cells: Record<string, (string | null)[]>, noise: readonly (string | null)[] = []): Query =>
  () =>
    Object.entries(cells).flatMap(([estimator, reasons]) =>
      reasons.map(
        (zero, seed): Row => ({
          ...{ seed, estimator, batch_size: 8, truth_noise: noise[seed] ?? null },
          no_alignment: noise[seed] ?? zero,
        }),
      ),
    );

const ZERO = "the estimate is 0";
let some: Query;
beforeAll(() => {
  some = query({ b: [null, ZERO, ZERO, null], c: [ZERO, ZERO, ZERO, ZERO] }, ["∇J is 0"]);
});

test("names the seeds that are in no mean, and why", () => {
  expect(unaligned(some, probe, "some")).toEqual([
    "x, agent a, iteration 3: in no mean of directions and ratios: seed 0 (∇J is 0).",
    "x, agent a, iteration 3: in no mean of directions, the estimate is 0: seeds 1 and 2 at batch size 8 of b.",
  ]);
});

test("puts estimators of the same seeds together", () => {
  expect(unaligned(query({ b: [null, ZERO], c: [null, ZERO] }), probe, "some")[0]).toMatch(
    / seed 1 at batch size 8 of b and c\.$/,
  );
});

test("of a cell without any mean tells where that is asked for", () => {
  expect(unaligned(some, probe, "all")[1]).toBe(
    "x, agent a, iteration 3: in no mean of directions, the estimate is 0: seeds 1 and 2 at batch size 8 of b; " +
      "seeds 1, 2 and 3 at batch size 8 of c.",
  );
  const noise = query({ b: [null, null] }, ["reference is noise: 1", "reference is noise: 2"]);
  expect(unaligned(noise, probe, "some")).toEqual([]);
  expect(unaligned(noise, probe, "all")).toEqual([
    "x, agent a, iteration 3: in no mean of directions and ratios: seed 0 (reference is noise: 1) and seed 1 (reference is noise: 2).",
  ]);
  expect(unaligned(some, probe, "none")).toEqual([]);
});

test.for([
  ["reference is noise: ‖Ĝ‖ = 1e-15 ± 1e-14", "∇J is noise"],
  ["∇J is rounding: ‖∇J‖ = 1e-15 ± 1e-15", "∇J is noise"],
  ["∇J is 0", "∇J is 0"],
  ["the estimate is 0", "the estimate is 0"],
  ["not measured", "unknown"],
  [null, "unknown"],
])("the batch for an alignment of 0.9, noted %s, is %s", ([note, words]) => {
  expect(batchWords({ seeds: 1, reaching: 0, never: 0, note })).toBe(words);
});
