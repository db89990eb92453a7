import { expect, test } from "vitest";
import { agentSeries, estimatorSeries } from "../../../src/report/drawing/series.ts";

const estimators = estimatorSeries(["agent", "MAC", "GAE", "to-go"]);
const lookOf = (series: ReturnType<typeof agentSeries>, name: string) => {
  const { color, symbol, dashes } = series.get(name)!;
  return { color, symbol, dashes };
};

test("an agent that is called like an estimator looks like it, under a key of its own", () => {
  const agents = agentSeries(["A2C", "GAE", "MAC"], estimators);
  for (const name of ["GAE", "MAC"]) expect(lookOf(agents, name)).toEqual(lookOf(estimators, name));
  expect([...agents.values()].map(({ key }) => key)).toEqual(["a0", "a1", "a2"]);
});

test("no other agent has a color that was lent", () => {
  const names = ["a", "b", "c", "d", "e", "MAC", "GAE", "to-go"];
  const colors = [...agentSeries(names, estimators).values()].map(({ color }) => color);
  expect(new Set(colors).size).toBe(names.length);
});

test("agents of names of their own have the looks that they have without estimators", () => {
  expect(agentSeries(["a", "b"], estimators)).toEqual(agentSeries(["a", "b"]));
});
