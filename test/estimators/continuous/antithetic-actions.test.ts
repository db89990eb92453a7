import { describe, expect, it } from "vitest";
import { antitheticActions } from "../../../src/estimators/continuous/antithetic-actions.ts";
import { oneStepSolution } from "../../../src/truth/one-step/solution.ts";
import type { Random } from "../../../src/types.ts";
import { learned, modelOf, variancesOf } from "../../truth/one-step/problems.ts";
import { deviationsOf, largest } from "./sampled.ts";

const DRAWS = 40_000;
/** Of |z|, for some twenty of them: a right estimator exceeds it with probability 1e-3. */
const LIMIT = 4;

describe("antitheticActions", () => {
  it("mirrors μ + σ ε in μ", () => {
    const [plus, minus] = [new Float64Array(2), new Float64Array(2)];
    const draws = [1 - Math.exp(-2), 0, 1 - Math.exp(-0.5), 0.5]; // ε = 2, −1
    const random = { next: () => draws.shift()! };
    antitheticActions(random, Float64Array.of(1, 5), Float64Array.of(0.5, 3), plus, minus);
    for (const [i, u] of [2, 2].entries()) expect(plus[i]).toBeCloseTo(u, 12);
    for (const [i, u] of [0, 8].entries()) expect(minus[i]).toBeCloseTo(u, 12);
  });
});

describe.each([
  ["−‖u − z‖² + c", { function: "quadratic", center: [0.4, -1], offset: 5 }, [1, 0.3, -0.5, 0.1]],
  ["exp(−k u²)", { function: "bump", k: 0.8 }, [0.7, -0.2]],
  ["cos(k u)", { function: "cosine", k: 1.5 }, [0.7, 0.1]],
])("the score estimate from a pair of actions, %s", (_, given, theta) => {
  const model = modelOf(given);
  const d = theta.length / 2;
  const mean = Float64Array.from(theta.slice(0, d));
  const deviation = Float64Array.from(theta.slice(d), Math.exp);
  const solution = oneStepSolution(model, learned(d));
  solution.restart(Float64Array.from(theta));
  const truth = new Float64Array(2 * d);
  solution.gradient(truth);
  const baseline = 0.4;
  const variances = variancesOf(model, learned(d), theta, { kind: "antithetic", baseline });
  const pair = [new Float64Array(d), new Float64Array(d)];

  const sampled = (draw: (random: Random) => void) =>
    deviationsOf(DRAWS, truth, variances, (random, out) => {
      draw(random);
      out.fill(0);
      for (const action of pair) {
        const half = (model.value(action) - baseline) / 2;
        for (let i = 0; i < d; i++) {
          const ε = (action[i] - mean[i]) / deviation[i];
          out[i] += (half * ε) / deviation[i];
          out[d + i] += half * (ε * ε - 1);
        }
      }
    });

  it("has the mean and the variance that it should", () => {
    const found = sampled((random) => antitheticActions(random, mean, deviation, pair[0], pair[1]));
    expect(largest(found.mean)).toBeLessThan(LIMIT);
    expect(largest(found.variance)).toBeLessThan(LIMIT);
  });

  it("would be found out if the actions were drawn apart: by its variance and not by its mean", () => {
    const spare = new Float64Array(d);
    const found = sampled((random) => {
      for (const action of pair) antitheticActions(random, mean, deviation, action, spare);
    });
    expect(largest(found.mean)).toBeLessThan(LIMIT);
    expect(largest(found.variance)).toBeGreaterThan(LIMIT);
  });

  it("would be found out if the second action were not a mirror image about μ", () => {
    const found = sampled((random) => {
      antitheticActions(random, mean, deviation, pair[0], pair[1]);
      for (let i = 0; i < d; i++) pair[1][i] = -pair[0][i];
    });
    expect(largest(found.mean)).toBeGreaterThan(LIMIT);
  });
});
