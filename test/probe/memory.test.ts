import { expect, test } from "vitest";
import type { RunEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";
import { runsOf } from "../problems/runs-of.ts";

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

test("an estimator that takes several batches changes nothing for the others, and counts its own steps", () => {
  const cellsWith = (further: object[]) => {
    const [config] = runsOf({
      agents: [{ name: "a", estimator: { kind: "reinforce" }, iterations: 0 }],
      probe: {
        batchSizes: [2],
        replicates: 5,
        estimators: [{ name: "mean", kind: "reinforce", baseline: { kind: "running-mean" } }, ...further],
      },
    });
    const cells = new Map<string, [Float64Array, Float64Array]>();
    run(config).subscribe((event) => {
      if (event.type === "estimates") cells.set(event.estimator, [event.gradients, event.envSteps]);
    });
    return cells;
  };
  const accumulating = (batches: number) => ({
    name: `of ${batches}`,
    kind: "reinforce",
    transforms: [{ kind: "accumulate", batches }],
  });
  const alone = cellsWith([]);
  const two = cellsWith([accumulating(2)]);
  const three = cellsWith([accumulating(2), accumulating(3)]);
  for (const name of ["agent", "mean"]) expect(three.get(name)).toEqual(alone.get(name));
  expect(three.get("of 2")).toEqual(two.get("of 2"));
  // the chain never ends before its horizon of 3
  expect(alone.get("agent")?.[1]).toEqual(new Float64Array(5).fill(6));
  expect(three.get("of 3")?.[1]).toEqual(new Float64Array(5).fill(18));
});
