import { expect, test } from "vitest";
import { grouped, groupTables, varyingKeys } from "../../../src/report/comparison/grouped.ts";
import type { ScoreRow } from "../../../src/report/score-cells.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";

const hyperparameter = (study: string, seed: number, key: string, value: number | string) => ({
  ...{ study, seed, key, value, agent: "a" },
});
const RUNS = ["slow 0", "slow 1", "fast 0", "fast 1"].map((run) => run.split(" "));
const hyperparameters = RUNS.flatMap(([study, seed]) => [
  hyperparameter(study, Number(seed), "rate", study === "fast" ? 10 : 2),
  hyperparameter(study, Number(seed), "kind", "sgd"),
]);
const scores: ScoreRow[] = RUNS.map(([study, seed], i) => ({
  ...{ study, seed: Number(seed), kind: "agent", agent: null, iteration: null, batch_size: null },
  ...{ metric: "exact_return", better: "higher", name: "a", value: [1, 2, 30, 50][i] },
}));

test("what varies is a key of which an agent has several values", () => {
  expect(varyingKeys(hyperparameters)).toEqual(["rate"]);
  expect(varyingKeys(hyperparameters.filter(({ study }) => study === "fast"))).toEqual([]);
});

test("runs with one value of a key are a group: its mean with Student's interval", () => {
  const groups = grouped(scores, hyperparameters, ["rate"]);
  expect(groups.map(({ values, runs, mean }) => [values, runs, mean])).toEqual([
    [[2], 2, meanInterval(Float64Array.of(1, 2))],
    [[10], 2, meanInterval(Float64Array.of(30, 50))],
  ]);
});

test("what is not grouped by is averaged over; a key that a run has not is none", () => {
  const [all, ...others] = grouped(scores, hyperparameters, ["kind"]);
  expect([all.values, all.runs, all.mean.estimate, others]).toEqual([["sgd"], 4, 20.75, []]);
  expect(grouped(scores, hyperparameters, ["absent"])[0].values).toEqual([null]);
});

test("tables are in the order of the values, numbers by their size", () => {
  const { text: table } = groupTables(grouped([...scores].reverse(), hyperparameters, ["rate"]), ["rate"]);
  expect(table).toContain("exact_return, agents, by rate\n");
  expect([...table.matchAll(/^[ab]? +(\d+) +2/gm)].map(([, rate]) => rate)).toEqual(["2", "10"]);
});
