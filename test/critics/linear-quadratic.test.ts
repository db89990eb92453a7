import { describe, expect, it } from "vitest";
import type { Critic } from "../../src/critics/critic.ts";
import { quadraticAt } from "../../src/truth/linear-quadratic/quadratic.ts";
import { largest } from "../numbers.ts";
import { criticOf, doubleIntegrator, evaluated, packSeen, valueError } from "./vectors.ts";

const regulator = doubleIntegrator();
const { exact, point } = regulator;
const each = { kind: "quadratic", time: "each" };
const leastSquares = { kind: "linear", features: each, fit: "earlier-batch" };

/** The critic, fitted to n trajectories. */
const fittedTo = (options: object, n: number, ...key: string[]): Critic => {
  const critic = criticOf(options, regulator);
  critic.memory!.update(regulator.sampler("fit", ...key)(n), point);
  return critic;
};

describe("quadratic features with weights for each time, on the double integrator", () => {
  /** Where V is asked for: at the first, a middle and the last time. */
  const places = [0, 4, 9].flatMap((t) =>
    [
      [-1, 0],
      [0.3, -0.4],
    ].map((x) => ({ t, x })),
  );
  const path = { observations: new Array(10).fill([0, 0]), rewards: new Array(10).fill(0), last: [0, 0] };
  const asked = packSeen(
    places.map(({ t, x }) => ({ ...path, observations: path.observations.with(t, x), terminated: false })),
  );

  /** z of V̂_t(x) − V_t(x) over refits, place by place: the regression is unbiased where V is in its span. */
  const zOf = (options: object): number[] => {
    const R = 300;
    const critic = criticOf(options, regulator);
    const draw = regulator.sampler("z");
    const sums = places.map(() => [0, 0]);
    for (let r = 0; r < R; r++) {
      critic.memory!.update(draw(32), point);
      const values = evaluated(critic, asked, point);
      for (const [j, { t, x }] of places.entries()) {
        const error = values[10 * j + t] - exact.valueAt(t, Float64Array.from(x));
        sums[j][0] += error / R;
        sums[j][1] += error ** 2 / R;
      }
    }
    return sums.map(([mean, square]) => mean / Math.sqrt((square - mean ** 2) / (R - 1)));
  };

  // six tests, each beyond 4.5 with probability 7e-6
  it("have the exact V_t(x) as the mean of regressions on 32 trajectories", () => {
    expect(largest(zOf(leastSquares))).toBeLessThan(4.5);
  });

  it.each([
    ["without time", { kind: "quadratic" }],
    ["with t/T as an input", { kind: "quadratic", time: "input" }],
    ["without squares", { kind: "identity", time: "each" }],
  ])("and the same test finds out features %s", (_, features) => {
    expect(largest(zOf({ ...leastSquares, features }))).toBeGreaterThan(4.5);
  });

  it.each([
    ["least squares", leastSquares],
    ["LSTD", { kind: "lstd", features: each, fit: "earlier-batch", horizon: "end" }],
  ])("come to V_t(x) at the rate 1/n by %s, and not without time", (_, options) => {
    const held = regulator.sampler("held out")(1000);
    const errorOf = (options: object, n: number): number => {
      let mean = 0;
      for (let r = 0; r < 8; r++)
        mean += valueError(fittedTo(options, n, "rate", String(r)), regulator, held) / 8;
      return mean;
    };
    const [few, many] = [errorOf(options, 100), errorOf(options, 1600)];
    expect(few / many).toBeGreaterThan(8); // 16 in the limit
    expect(few / many).toBeLessThan(32);
    expect(many).toBeLessThan(1e-3);
    const timeless = { ...options, features: { kind: "quadratic" } };
    expect(errorOf(timeless, 100) / errorOf(timeless, 1600)).toBeLessThan(2);
  });
});

describe("the table of a critic on a linear-quadratic problem", () => {
  it.each([
    [{ kind: "quadratic" }],
    [{ kind: "quadratic", time: "input" }],
    [each],
    [{ kind: "identity", time: "input" }],
    [{ kind: "polynomial", degree: 2, time: "each" }],
  ])("has the coefficients of its values: %o", (features) => {
    const critic = fittedTo({ ...leastSquares, features }, 50);
    const batch = regulator.sampler("table")(20);
    const values = evaluated(critic, batch, point);
    const table = critic.table!(point);
    expect(table.length).toBe(11 * 7);
    for (let k = 0; k < batch.steps; k++)
      expect(Math.abs(quadraticAt(table, k % 10, 2, batch.observations, 2 * k) - values[k])).toBeLessThan(
        1e-11,
      );
    for (let i = 0; i < 20; i++) {
      const end = quadraticAt(table, 10, 2, batch.lastObservations, 2 * i);
      expect(Math.abs(end - values[batch.steps + i])).toBeLessThan(1e-11);
    }
  });

  it("is not there for values of another form, nor on other problems", () => {
    for (const features of [{ kind: "polynomial", degree: 3 }, { kind: "random-fourier" }])
      expect(criticOf({ ...leastSquares, features }, regulator).table).toBeUndefined();
    const { model: _, ...unknown } = regulator.environment;
    expect(criticOf(leastSquares, { ...regulator, environment: unknown }).table).toBeUndefined();
    const observe = (state: Float64Array, out: Float64Array) => out.set(state.map((x) => 2 * x));
    const elsewhere = { ...regulator.environment, observe };
    expect(criticOf(leastSquares, { ...regulator, environment: elsewhere }).table).toBeUndefined();
    expect(criticOf({ kind: "perceptron" }, regulator).table).toBeUndefined();
  });
});
