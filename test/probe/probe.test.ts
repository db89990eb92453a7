import { describe, expect, it } from "vitest";
import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { MomentsEvent } from "../../src/moments/event.ts";
import type { EstimatesEvent, ProbeEvent } from "../../src/probe/cell.ts";
import { compareCell } from "../../src/probe/cell.ts";
import type { ForecastEvent } from "../../src/probe/events.ts";
import { probe } from "../../src/probe/probe.ts";
import { type Setup, setUp } from "../../src/setup/set-up.ts";
import { exactTruth } from "../../src/truth/exact.ts";
import { draws, sampler } from "../problems/estimator-of.ts";
import { runsOf } from "../problems/runs-of.ts";

const td = { kind: "actor-critic", advantage: "td", critic: { kind: "td" } };
const study = {
  agents: [{ name: "a", estimator: td, batchSize: 4, iterations: 5 }],
  probe: {
    batchSizes: [3, 1],
    replicates: 4,
    estimators: [
      { name: "same", ...td },
      { name: "shared", ...td, critic: "agent" },
      { name: "to-go", kind: "reinforce" },
    ],
  },
};

const probed = (setup: Setup, iteration: number) => {
  const events: (ProbeEvent | MomentsEvent | EstimatesEvent | ForecastEvent)[] = [];
  probe(setup, iteration).subscribe((event) => events.push(event as EstimatesEvent));
  const [begin, ...rest] = events as [ProbeEvent, ...(MomentsEvent | EstimatesEvent | ForecastEvent)[]];
  const cells = rest.filter((event) => event.type === "estimates");
  const moments = rest.filter((event) => event.type === "moments");
  const forecasts = rest.filter((event) => event.type === "forecast");
  expect(rest).toEqual([...moments, ...cells, ...forecasts]);
  return { begin, moments, cells };
};

const setUpStudy = (environment?: FiniteEnvironment) => setUp(runsOf(study)[0], environment);

describe("probe", () => {
  it("begins with θ and its truth, then gives all estimators at the first batch size, then at the next", () => {
    const setup = setUpStudy();
    const { begin, cells } = probed(setup, 40);
    expect(begin).toEqual({
      type: "probe",
      normalizer: new Float64Array(0),
      iteration: 40,
      theta: setup.point.theta,
      truth: exactTruth(setup.point),
    });
    expect(cells.map(({ iteration, batchSize, estimator }) => [iteration, batchSize, estimator])).toEqual(
      [3, 1].flatMap((n) => ["agent", "same", "shared", "to-go"].map((name) => [40, n, name])),
    );
  });

  it("tells the exact moments of all estimators, after the truth", () => {
    const setup = setUpStudy();
    const { moments } = probed(setup, 40);
    expect(moments.map(({ iteration, batchSize, estimator }) => [iteration, batchSize, estimator])).toEqual(
      [3, 1].flatMap((n) => ["agent", "same", "shared", "to-go"].map((name) => [40, n, name])),
    );
    const [three, one] = moments.filter(({ estimator }) => estimator === "to-go");
    expect(Math.abs(one.totalVariance - 0.3164353850516)).toBeLessThan(1e-12);
    expect(Math.abs(three.totalVariance - 0.3164353850516 / 3)).toBeLessThan(1e-12);
    expect(moments[0].biasNorm).toBeGreaterThan(0.01); // TD of values that are all zero
    expect({ ...moments[1], estimator: "agent" }).toEqual(moments[0]);
  });

  it("leaves the exact moments out when asked to", () => {
    const setup = setUpStudy();
    const config = { ...setup.config, probe: { ...setup.config.probe!, exactMoments: false } };
    const without = probed({ ...setup, config }, 0);
    expect(without.moments).toEqual([]);
    expect(without.cells).toEqual(probed(setup, 0).cells);
  });

  it("estimates like a plain loop over the batches of its key", () => {
    const setup = setUpStudy();
    const truth = exactTruth(setup.point);
    for (const cell of probed(setup, 40).cells) {
      const { estimator } = setup.estimators.find(({ name }) => name === cell.estimator)!;
      const draw = sampler(setup as never, 0, "a", "probe", 40, cell.batchSize);
      const gradients = new Float64Array(4 * 6);
      for (let r = 0; r < 4; r++)
        estimator.estimate(draw(cell.batchSize), setup.point, gradients.subarray(6 * r, 6 * r + 6), draws);
      expect(cell.gradients).toEqual(gradients);
      expect(cell.envSteps).toEqual(new Float64Array(4).fill(3 * cell.batchSize));
      const { mean, meanDirection: _, ...columns } = compareCell(gradients, 4, truth);
      expect(cell).toMatchObject({ ...columns, sums: { replicates: 4, mean } });
    }
  });

  it("shows all estimators the same trajectories: equal estimators give equal estimates, bit for bit", () => {
    const { cells } = probed(setUpStudy(), 0);
    for (const n of [3, 1]) {
      const [agent, same, shared, toGo] = cells.filter(({ batchSize }) => batchSize === n);
      expect(same).toEqual({ ...agent, estimator: "same" });
      expect(shared).toEqual({ ...agent, estimator: "shared" });
      expect(toGo.envSteps).toEqual(agent.envSteps);
      expect(new Set([agent, same, shared, toGo].map(({ gradients }) => gradients.buffer)).size).toBe(4);
      expect(new Set([agent, same, shared, toGo].map(({ envSteps }) => envSteps.buffer)).size).toBe(4);
    }
  });

  it("draws new trajectories at every iteration and batch size, and the same ones when repeated", () => {
    const setup = setUpStudy();
    const first = probed(setup, 0).cells;
    expect(probed(setup, 0).cells).toEqual(first);
    expect(probed(setup, 1).cells[3].gradients).not.toEqual(first[3].gradients);
  });

  it("changes nothing: neither θ nor anything that learns", () => {
    const setup = setUpStudy();
    const theta = setup.point.theta.slice();
    const learned = setup.update.save();
    const before = probed(setup, 0).cells;
    probed(setup, 5);
    expect(setup.update.save()).toEqual(learned);
    expect(setup.point.theta).toEqual(theta);
    expect(probed(setup, 0).cells).toEqual(before);
  });

  it("keeps θ as it was at the probe, though θ moves on", () => {
    const setup = setUpStudy();
    const { begin } = probed(setup, 0);
    setup.point.theta.fill(9);
    expect([...begin.theta]).toEqual([0, 0.5, 0.3, -0.2, 0, 0]);
  });

  it("has no truth where there is no model", () => {
    const {
      model: _,
      thresholds: __,
      ...modelless
    } = setUpStudy().point.problem.environment as FiniteEnvironment;
    const { begin, moments, cells } = probed(setUpStudy(modelless), 0);
    expect(begin.truth).toBeNull();
    expect(moments).toEqual([]);
    for (const cell of cells) {
      expect([...cell.dotTruth, ...cell.cosine, ...cell.squaredError].every(Number.isNaN)).toBe(true);
      expect([...cell.norm, ...cell.squaredDeviation].every(Number.isFinite)).toBe(true);
    }
  });

  it("does not depend on whether the trajectories come from the model or from its simulator", () => {
    const {
      model: _,
      thresholds: __,
      ...modelless
    } = setUpStudy().point.problem.environment as FiniteEnvironment;
    const [with_, without] = [probed(setUpStudy(), 0), probed(setUpStudy(modelless), 0)];
    expect(without.cells.map(({ gradients }) => gradients)).toEqual(
      with_.cells.map(({ gradients }) => gradients),
    );
  });
});
