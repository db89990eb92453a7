import { expect, test } from "vitest";
import { WHICH_GRADIENT } from "../../../src/check/golden/which-gradient.ts";
import type { Panel } from "../../../src/report/figure.ts";
import { database, scratch, study } from "../database.ts";
import { drawn, intervalsIn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();
// the problem of experiments/which-gradient: E g is −2 ∇J without γᵗ, and 26 ∇J where γ = 1
const whichGradient = {
  environment: { ...WHICH_GRADIENT, features: [[1], [1], [0], [0], [0]] },
  objective: { discount: 0.5, horizon: 5 },
  policy: { kind: "bernoulli", initial: [-0.8472978603872037] },
  agents: [{ name: "frozen", estimator: { kind: "reinforce" }, iterations: 0 }],
  seeds: [0],
};
const probe = {
  batchSizes: [4, 64],
  replicates: 30,
  estimators: [
    { name: "without", kind: "reinforce", stateWeight: "none" },
    { name: "undiscounted", kind: "gpomdp", beta: 1 },
  ],
};
const exact = database(folder, "exact.db", [study({ ...whichGradient, probe })]);
const sampled = database(folder, "sampled.db", [
  study({ ...whichGradient, probe: { ...probe, exactMoments: false } }),
]);
const NAMES = ["agent", "without", "undiscounted"];

test("without γᵗ the mean estimate is turned by 180° and scaled by −2, that of the undiscounted J by 0° and 26", () => {
  const { panels, keys } = drawn(exact, "bias");
  expect(panels.map(({ title, note }) => [title, note])).toEqual([
    ["frozen, iteration 0", "turned by (degrees); batch size 64, one seed"],
    ["frozen, iteration 0", "scaled by; batch size 64, one seed"],
  ]);
  const at = (panel: number) => NAMES.map((_, i) => symbolsIn(panels[panel], `e${i}`)[0].x);
  for (const [i, angle] of [0, 180, 0].entries()) expect(at(0)[i]).toBeCloseTo(angle, 5);
  for (const [i, factor] of [1, -2, 26].entries()) expect(at(1)[i]).toBeCloseTo(factor, 9);
  expect(keys?.map(({ label }) => label)).toEqual(["exact", "unbiased"]);
  for (const i of NAMES.keys()) expect(intervalsIn(panels[0], `e${i}`)).toEqual([]); // what is exact has none
  expect(panels[0].description).toBe(
    "Mean estimates turned by (degrees). agent, undiscounted: 0°; without: 180°.",
  );
  expect(panels[1].description).toBe("Mean estimates scaled by. agent: 1; without: −2; undiscounted: 26.");
});

test("estimators of which the same is said are one row with all their names", () => {
  const rowsIn = ({ content }: Panel) =>
    [
      ...content.matchAll(
        /aria-label="dot"[^>]*class="series ([^"]*)"|class="series ([^"]*)" aria-label="dot"/g,
      ),
    ]
      .map(([, one, other]) => one ?? other)
      .filter((keys, i, all) => all.indexOf(keys) === i);
  const { panels } = drawn(exact, "bias");
  expect(panels.map(rowsIn)).toEqual([
    ["e e0 e2", "e e1"],
    ["e e0", "e e1", "e e2"],
  ]);
});

test("what is measured has the intervals of the view, and hollow marks", () => {
  const { panels, keys } = drawn(sampled, "bias");
  expect(keys?.map(({ label }) => label)).toEqual(["measured", "unbiased"]);
  const rows = rowsOf(sampled, "SELECT * FROM estimator_over_seeds WHERE batch_size = 64");
  for (const [panel, part] of ["turned_by", "scaled_by"].entries())
    for (const [i, name] of NAMES.entries()) {
      const row = rows.find(({ estimator }) => estimator === name);
      expect(symbolsIn(panels[panel], `e${i}`)[0].x).toBeCloseTo(Number(row?.[part]), 9);
      const [[low, high]] = intervalsIn(panels[panel], `e${i}`);
      expect(low).toBeCloseTo(Number(row?.[`${part}_low`]), 9);
      expect(high).toBeCloseTo(Number(row?.[`${part}_high`]), 9);
    }
});

test("it does not appear where no truth is known", () => {
  const blind = database(folder, "blind.db", [
    study({
      environment: { kind: "cart-pole" },
      policy: { kind: "perceptron", widths: [4] },
      agents: [{ name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 1 }],
      probe: { batchSizes: [2], replicates: 8 },
      seeds: [0],
    }),
  ]);
  expect(drawn(blind, "bias").panels).toEqual([]);
});
