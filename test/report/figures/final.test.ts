import { expect, test } from "vitest";
import { readComparisons } from "../../../src/cli/read-comparisons.ts";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";
import { proportionInterval } from "../../../src/statistics/wilson.ts";
import { openReader } from "../../../src/store/open.ts";
import { database, scratch, study } from "../database.ts";
import { bandIn, drawn, intervalsIn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();
const environment = { kind: "frozen-lake", map: ["SFG"], slippery: true };
const six = database(folder, "six.db", [study({ environment, seeds: "0..5", probe: undefined })]);
const three = database(folder, "three.db", [study({ environment, probe: undefined })]);

const finals = (path: string, agent: string, column: string): Float64Array =>
  Float64Array.from(
    rowsOf(path, `SELECT ${column} AS value FROM agent_final WHERE agent = '${agent}' ORDER BY seed`),
    ({ value }) => Number(value),
  );

test("interquartile means are those of compare, with the same limits", () => {
  const { panels, findings } = drawn(six, "final");
  expect(panels.map(({ title }) => title)).toEqual(["Exact return J(θ)", "Episode return, without discount"]);
  expect(panels[0].note).toBe("interquartile mean of 6 seeds, 95 %");
  const db = openReader(six);
  const asked = { study: null, agent: null, iteration: null, batchSize: null, over: null };
  for (const [i, metric] of ["exact_return", "episode_return"].entries()) {
    const [{ contenders }] = readComparisons(db, { ...asked, baseline: "reinforce", metrics: [metric] });
    for (const [j, { iqm }] of contenders.entries()) {
      const [point] = symbolsIn(panels[i], `a${j}`);
      expect(point.x).toBeCloseTo(iqm.estimate, 9);
      const [[low, high]] = intervalsIn(panels[i], `a${j}`);
      expect(low).toBeCloseTo(iqm.low, 9);
      expect(high).toBeCloseTo(iqm.high, 9);
    }
  }
  db.close();
  expect(findings[0]).toMatch(/^(reinforce|actor-critic) learned most: .* \(interquartile mean\); /);
});

test("of fewer than five seeds, means with Student's interval", () => {
  const { panels } = drawn(three, "final");
  expect(panels[0].note).toBe("mean of 3 seeds, 95 %");
  const { estimate, low, high } = meanInterval(finals(three, "reinforce", "exact_return"));
  expect(symbolsIn(panels[0], "a0")[0].x).toBeCloseTo(estimate, 9);
  const [interval] = intervalsIn(panels[0], "a0");
  expect(interval[0]).toBeCloseTo(low, 9);
  expect(interval[1]).toBeCloseTo(high, 9);
});

test("a profile is the share of seeds above each return, with Wilson's band where it falls", () => {
  const { panels, rows } = drawn(six, "profile");
  expect(panels.map(({ title }) => title)).toEqual(["Exact return J(θ)", "Episode return, without discount"]);
  expect(rows).toHaveLength(12);
  for (const [j, agent] of ["reinforce", "actor-critic"].entries()) {
    const values = finals(six, agent, "exact_return").sort();
    const [middle] = symbolsIn(panels[0], `a${j}`);
    expect(middle.x).toBeCloseTo(values[2], 9); // three of six are above it
    expect(middle.y).toBeCloseTo(0.5, 9);
    const band = bandIn(panels[0], `a${j}`);
    for (const above of [1, 2, 3, 4, 5]) {
      const { low, high } = proportionInterval(above, 6);
      for (const edge of [low, high])
        expect(Math.min(...band.map((y) => Math.abs(y - edge)))).toBeLessThan(1e-4);
    }
    const all = proportionInterval(6, 6).low; // of all seeds there is no band
    expect(Math.min(...band.map((y) => Math.abs(y - all)))).toBeGreaterThan(1e-3);
  }
});

test("neither appears where there is nothing to compare", () => {
  expect(drawn(three, "profile").panels).toEqual([]); // too few seeds
  const still = ["a", "b"].map((name) => ({ name, estimator: { kind: "reinforce" }, iterations: 0 }));
  const frozen = database(folder, "frozen.db", [study({ environment, agents: still, seeds: "0..5" })]);
  expect([drawn(frozen, "final").panels, drawn(frozen, "profile").panels]).toEqual([[], []]);
  const alone = { name: "alone", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 2 };
  const single = database(folder, "single.db", [study({ environment, agents: [alone], probe: undefined })]);
  expect(drawn(single, "final").panels).toEqual([]);
});
