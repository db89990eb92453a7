import { expect, test } from "vitest";
import type { RunEvent } from "../src/events.ts";
import { run } from "../src/run.ts";
import { runsOf } from "./problems.ts";

/** The estimates at batch size 4 of estimators with a memory, of a probe with these batch sizes. */
const estimatesAtFour = (batchSizes: number[]): Float64Array[] => {
  const estimators = ["running-mean", "optimal", "time"].map((kind) => ({
    name: kind,
    kind: "reinforce",
    baseline: kind === "running-mean" ? { kind } : { kind, fit: "earlier-batch" },
  }));
  const [config] = runsOf({
    agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
    probe: { batchSizes, replicates: 5, estimators },
  });
  const events: RunEvent[] = [];
  run(config).subscribe((event) => events.push(event));
  return events.flatMap((event) =>
    event.type === "estimates" && event.batchSize === 4 ? [event.gradients] : [],
  );
};

test("what an estimator remembers begins anew with every cell, so that a cell depends on no other", () => {
  const alone = estimatesAtFour([4]);
  expect(alone).toHaveLength(4);
  expect(estimatesAtFour([2, 8, 4])).toEqual(alone);
});
