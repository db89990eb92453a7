import { firstValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../src/config/plan.ts";
import { updatePresets } from "../../src/config/update-presets.ts";
import { run } from "../../src/run/run.ts";
import { runsOf } from "../problems/runs-of.ts";

const names = Object.keys(updatePresets);
const runOf = (update: object) =>
  runsOf({
    environment: { kind: "pendulum" },
    objective: { discount: 0.99, horizon: 30 },
    policy: { kind: "perceptron", widths: [4] },
    agents: [{ name: "a", update, lanes: 2, batchSteps: 80, iterations: 2 }],
    seeds: [3],
  })[0];

describe("every preset of an update", () => {
  it.each(names)("%s trains, and tells finite figures", async (preset) => {
    const events = await firstValueFrom(run(runOf({ preset })).pipe(toArray()));
    const told = events.filter((event) => event.type === "iteration").slice(0, 2);
    expect(told.length).toBe(2);
    for (const { gradientNorm, figures } of told) {
      expect(gradientNorm).toBeGreaterThan(0);
      for (const figure of ["entropy", "kl", "valueLoss", "explainedVariance"] as const)
        expect(Number.isFinite(figures?.[figure]), figure).toBe(true);
    }
    // steps of a trust region are longer than what their model calls δ at most by what their rule allows
    if (preset.startsWith("trpo")) for (const { figures } of told) expect(figures?.kl).toBeLessThan(0.2);
  });

  it("is another update than the others", () => {
    expect(new Set(names.map((preset) => hashOf(runOf({ preset })))).size).toBe(names.length);
  });
});
