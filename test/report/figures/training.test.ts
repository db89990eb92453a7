import { expect, test } from "vitest";
import { meanInterval } from "../../../src/statistics/mean-interval.ts";
import { database, scratch, study } from "../database.ts";
import { bandIn, drawn, rowsOf, symbolsIn } from "./drawn.ts";

const folder = scratch();
const environment = { kind: "frozen-lake", map: ["SFG"], slippery: true };
const path = database(folder, "training.db", [study({ environment })]); // trains with 8, is probed at 1 and 4

/** The mean cosine of each seed's own estimates. */
const alignments = (agent: string, iteration: number, size: number): Float64Array =>
  Float64Array.from(
    rowsOf(
      path,
      `SELECT avg(cosine) AS mean FROM estimate JOIN probe USING (probe_id) JOIN run USING (run_id)
      WHERE agent = '${agent}' AND iteration = ${iteration} AND estimator = 'agent' AND batch_size = ${size}
      GROUP BY seed`,
    ),
    ({ mean }) => Number(mean),
  );

test("a line per agent: its own estimator at the size nearest to its own, mean over seeds with Student's interval", () => {
  const { panels, legend, findings, selection } = drawn(path, "training");
  expect(legend.map(({ name }) => name)).toEqual(["reinforce", "actor-critic"]);
  expect(panels).toHaveLength(1);
  expect(panels[0].note).toBe("batch size 4 for 8");
  for (const { name, key } of selection.agents.values()) {
    const points = symbolsIn(panels[0], key);
    const band = bandIn(panels[0], key);
    expect(points.map(({ x }) => Math.round(x * 1e6) / 1e6)).toEqual([0, 2, 4]);
    for (const [i, iteration] of [0, 2, 4].entries()) {
      const { estimate, low, high } = meanInterval(alignments(name, iteration, 4));
      expect(points[i].y).toBeCloseTo(estimate, 9);
      expect(Math.abs(points[i].y - alignments(name, iteration, 1)[0])).toBeGreaterThan(0.01); // not at batch size 1
      for (const edge of [low, Math.min(1, high)])
        expect(Math.min(...band.map((y) => Math.abs(y - edge)))).toBeLessThan(1e-4);
    }
  }
  expect(findings.at(-1)).toBe(
    "Not probed at the batch size that the agent trains with: reinforce (8, shown at 4) and actor-critic (8, shown at 4).",
  );
  expect(panels[0].description).toContain("reinforce: alignment goes from ");
});

test("agents whose batches differ are compared by environment steps", () => {
  const agents = [2, 4].map((batchSize) => ({
    name: `of ${batchSize}`,
    estimator: { kind: "reinforce" },
    batchSize,
    iterations: 2,
  }));
  const probe = { every: 1, batchSizes: [2, 4], replicates: 4 };
  const own = database(folder, "differ.db", [study({ environment, agents, probe, seeds: [0, 1] })]);
  const { panels } = drawn(own, "training");
  const steps = rowsOf(
    own,
    "SELECT avg(env_steps) AS steps FROM learning_curve WHERE agent = 'of 4' AND iteration < 2 GROUP BY iteration",
  ).map((row) => Number(row.steps));
  expect(symbolsIn(panels[0], "a1").map(({ x }) => x)).toEqual(
    [0, ...steps].map((each) => expect.closeTo(each, 6)),
  );
});

test("an estimator that accumulates is shown at all the trajectories of its update", () => {
  const agents = [
    {
      name: "patient",
      estimator: { kind: "reinforce", transforms: [{ kind: "accumulate", batches: 4 }] },
      batchSize: 2,
      iterations: 2,
    },
  ];
  const probe = { every: 1, batchSizes: [1, 2, 8], replicates: 8 };
  const own = database(folder, "accumulate.db", [study({ environment, agents, probe, seeds: [0] })]);
  const { rows, panels } = drawn(own, "training");
  expect(rows.map(({ batch_size, own_size }) => [batch_size, own_size])).toEqual(Array(3).fill([8, 8]));
  expect(panels[0].note).toBe("batch size 8");
  expect(
    rows.every(
      ({ seeds, alignment_se, replicate_se }) =>
        seeds === 1 && alignment_se === null && Number(replicate_se) > 0,
    ),
  ).toBe(true);
  expect(bandIn(panels[0], "a0").length).toBeGreaterThan(0); // of one seed, over its replicates
});

test("more than five agents have a panel each, with the others in gray", () => {
  const agents = Array.from({ length: 6 }, (_, i) => ({
    name: `agent ${i}`,
    estimator: { kind: "reinforce" },
    batchSize: 4,
    iterations: 1,
  }));
  const probe = { batchSizes: [4], replicates: 4 };
  const own = database(folder, "many.db", [study({ environment, agents, probe, seeds: [0] })]);
  for (const [name, count] of [
    ["training", 6],
    ["learning", 12],
  ] as const) {
    const { panels } = drawn(own, name);
    expect(panels.map(({ title }) => title)).toEqual(
      Array.from({ length: count }, (_, i) => `agent ${i % 6}`),
    );
    expect(panels[0].content.match(/aria-label="line"/g)).toHaveLength(6);
    expect(symbolsIn(panels[0], "a0").length).toBeGreaterThan(0);
    expect(symbolsIn(panels[0], "a1")).toEqual([]);
  }
});

test("it does not appear where θ never moves, or no truth is known", () => {
  const still = [{ name: "frozen", estimator: { kind: "reinforce" }, iterations: 0 }];
  const frozen = database(folder, "frozen.db", [study({ environment, agents: still, seeds: [0] })]);
  expect(drawn(frozen, "training").panels).toEqual([]);
  const blind = database(folder, "blind.db", [
    study({
      environment: { kind: "cart-pole" },
      policy: { kind: "perceptron", widths: [4] },
      agents: [{ name: "reinforce", estimator: { kind: "reinforce" }, batchSize: 4, iterations: 2 }],
      probe: { every: 1, batchSizes: [2], replicates: 4 },
      seeds: [0],
    }),
  ]);
  expect(drawn(blind, "training").panels).toEqual([]);
});
