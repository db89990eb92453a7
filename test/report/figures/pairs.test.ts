import { expect, test } from "vitest";
import { database, scratch } from "../database.ts";
import { pairsStudy } from "../pairs-study.ts";
import { drawn, symbolsIn } from "./drawn.ts";

const folder = scratch();
const one = database(folder, "one.db", [pairsStudy({ seeds: [3] })]);
const two = database(folder, "two.db", [pairsStudy({ seeds: [3, 4] })]);

test("two estimates, the others' mean and ∇J have a panel each, of every probe, against the pairs", () => {
  const { panels, findings } = drawn(one, "pairs");
  expect(panels.map(({ title }) => title)).toEqual(
    [0, 3].flatMap((i) => [
      `ppo, iteration ${i}: two estimates`,
      `ppo, iteration ${i}: with the others' mean`,
      `ppo, iteration ${i}: with ∇J`,
    ]),
  );
  const rows = drawn(one, "pairs").rows.filter(
    ({ iteration, estimator }) => iteration === 0 && estimator === "step",
  );
  expect(rows.map(({ pairs }) => pairs)).toEqual([20, 80, 320]);
  const places = symbolsIn(panels[2], "e2").map(({ y }) => y);
  for (const [i, { exact }] of rows.entries()) expect(places[i]).toBeCloseTo(Number(exact), 6);
  expect(findings[0]).toMatch(/^ppo, iteration 0: pairs for a cosine of 0\.9 with what is estimated: agent /);
});

test("an estimator of the agent under another name says the same, to the bit", () => {
  const rows = drawn(one, "pairs").rows;
  const of = (name: string) =>
    rows.filter(({ estimator }) => estimator === name).map(({ estimator: _, ...row }) => row);
  expect(of("own")).toEqual(of("agent"));
  expect(of("fitted")).not.toEqual(of("agent"));
});

test("the figures of several seeds are their means", () => {
  const [ofOne, ofTwo] = [one, two].map((path) => drawn(path, "pairs").rows);
  expect(ofTwo.every(({ seeds }) => seeds === 2)).toBe(true);
  expect(ofTwo.length).toBe(ofOne.length);
  expect(ofTwo.map(({ pairwise }) => pairwise)).not.toEqual(ofOne.map(({ pairwise }) => pairwise));
});
