import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import { exact as exactCritic } from "../../src/critics/exact/exact.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { explainedVariance } from "../../src/diagnostics/values/explained-variance.ts";
import { knownValues } from "../../src/diagnostics/values/known-values.ts";
import { valueErrors } from "../../src/diagnostics/values/value-errors.ts";
import { drawVisits } from "../../src/diagnostics/values/visits.ts";
import { mean, variance } from "../../src/statistics/mean.ts";
import { oneStepOf } from "../problems/environments.ts";
import { cart, plane, threeStates } from "../problems/index.ts";
import { actedBy, type Scene, sceneOf } from "../problems/problem-of.ts";
import { pack } from "../problems/trajectories.ts";
import {
  critic,
  draws,
  figure,
  offBy,
  quadraticCritic,
  solutionOf,
  tableCritic,
  tableOf,
  withoutModel,
} from "./known-critics.ts";

/** Of |z|, for some twenty figures: a right one exceeds it with probability 1.3e-3 in all. */
const LIMIT = 4;

const cost = { trajectories: 2000, times: 5, branches: 3 };

const measured = (scene: Scene, chosen: Critic, change: Partial<typeof cost> = {}): Diagnostic[] =>
  valueErrors(scene.point, [{ subject: "agent", critic: chosen }], ["test", "values"], {
    ...cost,
    ...change,
  });

const { known, sampled } = tableCritic(3, (s, t) => 0.3 * s - 0.1 * t + 0.5);
const horizon = 5;
const scene = threeStates({ horizon });
const blind = (): Scene =>
  sceneOf(withoutModel(scene.environment), { kind: "softmax" }, [0, 0.5, 0.3, -0.2, 0, 0], scene.objective);

describe("value errors of a table in a known model", () => {
  it("are exact: a constant shift is the bias, and its square the error", () => {
    const { values } = tableOf(scene).solution!;
    const shifted: Critic = { ...exactCritic, table: () => values.map((v) => v + 0.25) };
    const [error, bias, explained] = measured(scene, shifted);
    expect(error.value).toBeCloseTo(0.0625, 14);
    expect(bias.value).toBeCloseTo(0.25, 14);
    expect([error.standardError, bias.standardError]).toEqual([0, 0]);
    expect(explained.name).toBe("explained_variance");
    expect(measured(scene, exactCritic)[0]).toEqual({
      ...{ subject: "agent", name: "value_error", value: 0, standardError: 0 },
    });
  });

  it("are weighted by the visitation: in one step from one state it is the error there", () => {
    const [error, bias] = measured(threeStates({ horizon: 1 }), known(1)); // V̂ = 0.5
    const value = 0.1 / (1 + Math.exp(0.5));
    expect(bias.value).toBeCloseTo(0.5 - value, 14);
    expect(error.value).toBeCloseTo((0.5 - value) ** 2, 14);
  });
});

describe("sampled value errors", () => {
  const [error, bias] = measured(scene, known(horizon));

  it("agree with the exact ones where V is known, at all steps", () => {
    const found = measured(scene, sampled);
    expect(Math.abs(offBy(found[0], error.value))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(found[1], bias.value))).toBeLessThan(LIMIT);
  });

  it.each([5, 2])("agree with them where V is sampled, at up to %d steps of a trajectory", (times) => {
    const found = measured(blind(), sampled, { times });
    expect(found[0].standardError).toBeGreaterThan(0);
    expect(Math.abs(offBy(found[0], error.value))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(found[1], bias.value))).toBeLessThan(LIMIT);
  });

  it("would be found out without the correction for the noise of the continuations", () => {
    const place = blind();
    const visits = drawVisits(place.point, cost.trajectories, draws("naive", "a"), draws("naive", "e"));
    const { weights, variances } = knownValues(place.point, visits, ["test", "naive"], cost);
    const noise = weights.reduce((sum, w, k) => sum + w * variances[k], 0) / visits.batch.steps;
    const [found] = measured(place, sampled);
    expect(offBy({ ...found, value: found.value + noise }, error.value)).toBeGreaterThan(LIMIT);
  });

  it("agree with Gaussian moments in a linear-quadratic problem", () => {
    const place = plane();
    const { means, covariances } = solutionOf(place);
    let [square, first] = [0, 0]; // of 0.3 + 0.2 x_t over t = 0 … 3
    for (let t = 0; t < 4; t++) {
      first += (0.3 + 0.2 * means[2 * t]) / 4;
      square += ((0.3 + 0.2 * means[2 * t]) ** 2 + 0.04 * covariances[4 * t]) / 4;
    }
    const found = measured(
      place,
      quadraticCritic(place, (x) => 0.3 + 0.2 * x),
    );
    expect(Math.abs(offBy(found[0], square))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(found[1], first))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(found[0], 1.1 * square))).toBeGreaterThan(LIMIT);
  });

  it("of the value zero are minus the mean return of the steps, from snapshots of CartPole", () => {
    const place = cart();
    const found = figure(
      measured(
        place,
        critic(() => 0),
        { trajectories: 200, times: 6 },
      ),
      "value_bias",
    );
    const { batch } = drawVisits(place.point, 4000, draws("returns", "a"), draws("returns", "e"));
    const sums = Float64Array.from({ length: 4000 }, (_, i) => {
      let [sum, rest] = [0, 0];
      for (let k = batch.offsets[i + 1] - 1; k >= batch.offsets[i]; k--) sum += rest = 1 + 0.95 * rest;
      return sum;
    });
    const steps = batch.steps / 4000;
    expect(Math.abs(offBy(found, -mean(sums) / steps))).toBeLessThan(LIMIT);
    expect(Math.abs(offBy(found, (-1.1 * mean(sums)) / steps))).toBeGreaterThan(LIMIT);
  });

  it("have the standard errors that their spread has", () => {
    const repeated = Array.from({ length: 150 }, (_, r) =>
      valueErrors(blind().point, [{ subject: "a", critic: sampled }], ["test", "spread", r], {
        ...{ trajectories: 30, times: 2, branches: 2 },
      }),
    );
    for (const place of [0, 1, 2]) {
      const values = Float64Array.from(repeated, (found) => found[place].value);
      const claimed = mean(Float64Array.from(repeated, (found) => found[place].standardError ** 2));
      expect(claimed / variance(values)).toBeGreaterThan(0.65); // χ² with 149 degrees of freedom: ± 0.12
      expect(claimed / variance(values)).toBeLessThan(1.5);
    }
  });
});

describe("value errors", () => {
  it("are not given for a critic that fits itself to what it evaluates, and need the policy's trajectories", () => {
    expect(measured(scene, { ...sampled, fit: "same-batch" })).toEqual([]);
    expect(() => valueErrors(actedBy(threeStates(), 0.5).point, [], ["test"])).toThrow(
      new RangeError("the value error needs trajectories of the policy; the study names a behavior"),
    );
    expect(() => measured(blind(), sampled, { branches: 1 })).toThrow(
      new RangeError("branches must be 2 or more; got 1"),
    );
  });

  it("know V of a one-step problem as its J, and of others not at all", () => {
    const place = sceneOf(
      oneStepOf({ function: "square", k: 0 }),
      { kind: "linear-gaussian", deviation: 1 },
      [2],
      { horizon: 1 },
    );
    // E[a²] of a ~ N(2, 1)
    expect(place.point.exact?.valueAt?.(0, Float64Array.of(1), 0)).toBeCloseTo(5, 12);
    expect(place.point.exact?.valueAt?.(0, Float64Array.of(1), 0)).toBe(place.point.exact?.value);
    expect(cart().point.exact?.valueAt).toBeUndefined();
    expect(blind().point.exact?.valueAt).toBeUndefined();
  });
});

describe("explained variance", () => {
  const batch = pack([
    { states: [0, 0], actions: [0, 0], rewards: [1, 2], last: 0, terminated: false },
    { states: [0], actions: [0], rewards: [6], last: 0, terminated: false },
    { states: [0, 0], actions: [0, 0], rewards: [0, 4], last: 0, terminated: true },
  ]);

  it("is 1 − Var(G − V)/Var(G) over steps: returns 2, 2, 6, 2, 4", () => {
    const values = Float64Array.of(1, 1, 4, 2, 2); // errors 1, 1, 2, 0, 2: variance 0.56; returns: 2.56
    expect(explainedVariance(batch, 0.5, values).value).toBeCloseTo(1 - 0.56 / 2.56, 14);
  });

  it("is 1 of the returns themselves and 0 of any constant, however large", () => {
    expect(explainedVariance(batch, 0.5, Float64Array.of(2, 2, 6, 2, 4))).toEqual({
      ...{ value: 1, standardError: 0 },
    });
    const { value } = explainedVariance(batch, 0.5, new Float64Array(5).fill(1e6));
    expect(value).toBeCloseTo(0, 9);
  });
});
