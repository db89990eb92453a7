import { describe, expect, it } from "vitest";
import type { DiagnosticsEvent, LandscapeEvent } from "../../src/diagnostics/diagnostic.ts";
import type { RunEvent } from "../../src/run/events.ts";
import { run } from "../../src/run/run.ts";
import { runsOf } from "../problems/runs-of.ts";

const agent = {
  name: "a",
  estimator: { kind: "actor-critic", lambda: 0.9, critic: { kind: "td" } },
  optimizer: { kind: "adam", learningRate: 0.1 },
  batchSize: 4,
  iterations: 3,
};
const all = {
  variance: { blocks: 4, blockSize: 2, times: 2 },
  values: { trajectories: 8 },
  trustRegion: { heldOut: 8 },
  gradientNoise: true,
  usefulness: { stepSize: 0.1 },
  landscape: { half: 1 },
};

const eventsOf = (diagnostics?: object, change: object = {}): RunEvent[] => {
  const probe = {
    batchSizes: [2, 6],
    replicates: 5,
    estimators: [{ name: "to-go", kind: "reinforce" }],
    ...(diagnostics && { diagnostics }),
  };
  const events: RunEvent[] = [];
  run(runsOf({ agents: [agent], probe, ...change })[0]).subscribe((event) => events.push(event));
  return events;
};

describe("diagnostics of a probe", () => {
  const events = eventsOf(all);
  const found = events.filter((event): event is DiagnosticsEvent => event.type === "diagnostics");

  it("come once for every probe, each name once for each subject", () => {
    expect(found.map(({ iteration }) => iteration)).toEqual([0, 3]);
    for (const { diagnostics } of found) {
      const keys = diagnostics.map(({ subject, name }) => `${subject} ${name}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual(
        expect.arrayContaining([
          "agent action_variance",
          "agent value_error",
          "agent batch_kl",
          "agent held_out_kl",
          "to-go gradient_noise_scale",
          "to-go usefulness",
        ]),
      );
    }
  });

  it("have a landscape of the objective and of its surrogate, which agree at θ up to noise", () => {
    const landscapes = events.filter((event): event is LandscapeEvent => event.type === "landscape");
    expect(landscapes.map(({ kind }) => kind)).toEqual(["true", "surrogate", "true", "surrogate"]);
    for (const { x, y, value } of landscapes) {
      expect([x.length, y.length, value.length]).toEqual([9, 9, 9]);
      expect(value.every(Number.isFinite)).toBe(true);
    }
    const [exact] = landscapes;
    expect([...exact.standardError].every((error) => error === 0)).toBe(true);
  });

  it("change nothing that is trained or estimated", () => {
    const without = eventsOf();
    const rest = events.filter(({ type }) => type !== "diagnostics" && type !== "landscape");
    expect(rest).toEqual(without);
  });

  it("are only what is asked for", () => {
    const [only] = eventsOf({ gradientNoise: true }).filter(
      (event): event is DiagnosticsEvent => event.type === "diagnostics",
    );
    expect(new Set(only.diagnostics.map(({ name }) => name))).toEqual(
      new Set(["gradient_noise_scale", "gradient_noise_scale_low", "gradient_noise_scale_high"]),
    );
  });

  it("are refused where another policy acts", () => {
    const importance = { ...agent, estimator: { kind: "importance" } };
    let failure: unknown;
    run(
      runsOf({
        agents: [importance],
        behavior: { uniform: 0.2 },
        probe: { batchSizes: [2], replicates: 2, diagnostics: all },
      })[0],
    ).subscribe({ error: (error) => (failure = error) });
    expect(String(failure)).toContain("diagnostics need trajectories of the policy");
  });
});
