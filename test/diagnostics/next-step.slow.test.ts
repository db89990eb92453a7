import { describe, expect, it } from "vitest";
import type { DiagnosticsEvent } from "../../src/diagnostics/diagnostic.ts";
import { trustRegion } from "../../src/diagnostics/steps/trust-region.ts";
import { stream } from "../../src/random.ts";
import { createTraining } from "../../src/run/training.ts";
import { setUp } from "../../src/setup/set-up.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { preview } from "../../src/updates/preview.ts";
import { eventsOf } from "../problems/events-of.ts";
import { runsOf } from "../problems/runs-of.ts";
import { figure } from "./known-critics.ts";

const running = { observations: { clip: 10 }, rewards: {} };
const study = (update: object, change: object = {}) =>
  runsOf({
    environment: { kind: "pendulum" },
    objective: { discount: 0.9, horizon: 50 },
    policy: { kind: "perceptron", widths: [8] },
    agents: [{ name: "a", update, lanes: 2, batchSteps: 200, iterations: 4 }],
    ...change,
  })[0];

/** The batch and the step that a probe would look at, after one update. */
const nextOf = (config: ReturnType<typeof study>) => {
  const setup = setUp(config);
  createTraining(setup).step();
  const { update, point } = setup;
  const draw = () => update.lanes!(stream("a"), stream("e")).draw(100);
  return { setup, ...preview(update, point, draw, stream("x")) };
};

describe.each([
  ["a Gaussian", {}],
  ["a Gaussian whose σ the state says", { policy: { kind: "perceptron", widths: [8], deviation: "state" } }],
  ["a squashed Gaussian", { policy: { kind: "perceptron", widths: [8], squash: true } }],
  ["a softmax", { environment: { kind: "cart-pole" } }],
])("the trust region of steps of lanes, of %s", (_, change) => {
  it("has the KL that TRPO tells of its own step", () => {
    const { setup, batch, moved, report } = nextOf(
      study({ kind: "trpo", minibatches: 2, ...running }, change),
    );
    const found = trustRegion(setup.point, { subject: "agent", moved, clip: 0.2 }, batch, "batch");
    const kl = figure(found, "batch_kl").value;
    expect(kl).toBeGreaterThan(1e-4);
    expect(kl / report.figures!.kl!).toBeCloseTo(1, 6);
  });

  it("and would not, with observations as they are normalized now", () => {
    const { setup, batch, moved, report } = nextOf(
      study({ kind: "trpo", minibatches: 2, ...running }, change),
    );
    const { cut: _, ...plain } = batch as TrajectoryBatch & { cut: Uint8Array };
    const found = trustRegion(setup.point, { subject: "agent", moved, clip: 0.2 }, plain, "batch");
    expect(Math.abs(figure(found, "batch_kl").value / report.figures!.kl! - 1)).toBeGreaterThan(1e-4);
  });
});

describe("diagnostics of an agent that learns from lanes", () => {
  const probe = {
    ...{ at: [0, 4], streams: 2, pairs: [50] },
    diagnostics: {
      trustRegion: { heldOut: 4 },
      usefulness: { trajectories: 8 },
      values: { trajectories: 4, times: 2 },
    },
  };
  const annealed = { kind: "ppo", minibatches: 2, anneal: ["learningRate"], clip: 0.2, ...running };

  it.each([
    ["ppo", annealed],
    ["trpo", { kind: "trpo", minibatches: 2, ...running }],
    ["a2c", { kind: "a2c", learningRate: 0.01 }],
  ])("are there at the beginning and at the end, where %s would still take a step", (_, update) => {
    const events = eventsOf(study(update, { probe }));
    const found = events.filter((event): event is DiagnosticsEvent => event.type === "diagnostics");
    expect(found.map(({ iteration }) => iteration)).toEqual([0, 4]);
    for (const { diagnostics } of found) {
      const names = diagnostics.map(({ name }) => name);
      for (const name of ["batch_kl", "held_out_kl", "batch_max_ratio", "step_usefulness", "value_error"])
        expect(names).toContain(name);
      expect(figure(diagnostics, "batch_kl").value).toBeGreaterThan(0);
      expect(figure(diagnostics, "held_out_max_ratio").value).toBeGreaterThan(1);
      const { value, standardError } = figure(diagnostics, "step_usefulness");
      expect(Number.isFinite(value) && value !== 0 && standardError > 0).toBe(true);
    }
  });

  it("the way of an update after the last is over the last one's step size", () => {
    const displacement = [{ name: "way", kind: "displacement" }];
    const events = eventsOf(
      study(annealed, { probe: { ...probe, estimators: displacement, diagnostics: undefined } }),
    );
    for (const event of events)
      if (event.type === "streams") expect(event.gradients.every(Number.isFinite)).toBe(true);
    expect(events.filter(({ type }) => type === "streams")).toHaveLength(4);
  });

  it.each([
    [{ gradientNoise: true }, "gradientNoise is of batches; the probe names no batchSizes"],
    [
      { gradientNoise: true, usefulness: { stepSize: 0.1 } },
      "gradientNoise and usefulness with a stepSize are of batches; the probe names no batchSizes",
    ],
  ])("are refused where pairs have no such thing: %j", (diagnostics, message) => {
    expect(() => setUp(study(annealed, { probe: { ...probe, diagnostics } }))).toThrow(message);
  });
});
