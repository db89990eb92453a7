import { expect, test } from "vitest";
import { continuedText } from "../../src/cli/continued-text.ts";
import type { Job } from "../../src/sweep/sweep.ts";
import { runsOf } from "../problems/runs-of.ts";

const agent = { name: "a", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 1000 };
const jobs = (seeds: string, changes: Partial<Job>): Job[] =>
  runsOf({ agents: [agent], seeds }).map((config, runId) => ({ runId, config, ...changes }));
const resume = () => "{}";

test("tells of each run that goes on after which update, and of no other", () => {
  expect(
    continuedText([
      ...jobs("0..1", {}),
      ...jobs("3", { resume, from: 300 }),
      ...jobs("4", { resume, from: 0 }),
    ]),
  ).toEqual([
    "agent a, seed 3: continued after update 300 of 1000.",
    "agent a, seed 4: continued after the first probe, before update 1 of 1000.",
  ]);
});

test("tells why a checkpoint is not used", () => {
  const unused = "by version 0.0.1, and this is 0.1.0";
  expect(continuedText([...jobs("3", { unused }), ...jobs("4", { unused, resume, from: 300 })])).toEqual([
    "agent a, seed 3: begins anew; its checkpoint is not used, made by version 0.0.1, and this is 0.1.0.",
    "agent a, seed 4: continued after update 300 of 1000; its checkpoint is not used, made by version 0.0.1, and this is 0.1.0.",
  ]);
});

test("names five at most", () => {
  const lines = continuedText(jobs("0..6", { resume, from: 7 }));
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe("The same of 2 other runs.");
});
