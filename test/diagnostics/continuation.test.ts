import { describe, expect, it } from "vitest";
import { continuations } from "../../src/diagnostics/variance/continuation.ts";
import { cart, plane, threeGradients, threeStates } from "../problems/index.ts";
import type { Scene } from "../problems/problem-of.ts";
import { draws, solutionOf, tableOf } from "./known-critics.ts";

const from = ({ point }: Pick<Scene, "point">, rows: number, ...key: string[]) =>
  continuations(point, rows, draws(...key, "actions"), draws(...key, "environment"));

/** (mean − expected) over its standard error, of returns. */
const zOf = (returns: Float64Array, expected: number): number => {
  const n = returns.length;
  const mean = returns.reduce((sum, y) => sum + y, 0) / n;
  const variance = returns.reduce((sum, y) => sum + (y - mean) ** 2, 0) / (n - 1);
  return (mean - expected) / Math.sqrt(variance / n);
};

describe("continuations", () => {
  it("pay what is still to come: 8 after three waits, and nothing of it if the horizon is nearer", () => {
    const place = threeGradients([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], { discount: 0.5, horizon: 4 });
    const going = from(place, 3, "by hand");
    const out = new Float64Array(3);
    const wait = 2; // wait1, wait2, wait3: 0, 0, 8
    going.returns(Float64Array.of(wait), 1, 3, new Float64Array(3), out);
    expect(out).toEqual(Float64Array.of(2, 2, 2));
    expect(going.steps).toBe(9);
    going.returns(Float64Array.of(wait), 2, 2, new Float64Array(2), out);
    expect(out.subarray(0, 2)).toEqual(Float64Array.of(0, 0));
    going.returns(Float64Array.of(1), 0, 2, Float64Array.of(0, 1), out); // one ends, the other waits
    expect(out.subarray(0, 2)).toEqual(Float64Array.of(2.5, 1));
  });

  it("have Q_t(s, a) as their mean, and not that of a later time, in a finite problem", () => {
    const place = threeStates({ horizon: 5 });
    const { actionValues } = tableOf(place).solution!;
    const n = 5000;
    const out = new Float64Array(n);
    const going = from(place, n, "finite");
    for (const [t, s, a] of [
      [0, 0, 0],
      [1, 1, 0],
      [2, 0, 1],
      [3, 1, 1],
    ]) {
      going.returns(Float64Array.of(s), t, n, new Float64Array(n).fill(a), out);
      const Q = (time: number) => actionValues[(time * 3 + s) * 2 + a];
      expect(Math.abs(zOf(out, Q(t)))).toBeLessThan(4);
      expect(Math.abs(zOf(out, Q(t + 1)))).toBeGreaterThan(4);
    }
  });

  it("have Q_t(x, u) as their mean in a linear-quadratic problem", () => {
    const place = plane();
    const n = 5000;
    const out = new Float64Array(n);
    const going = from(place, n, "quadratic");
    const [x, u] = [Float64Array.of(0.7, -1.1), Float64Array.of(0.4, -0.2)];
    const first = Float64Array.from({ length: 2 * n }, (_, j) => u[j % 2]);
    for (const t of [0, 2]) {
      going.returns(x, t, n, first, out);
      expect(Math.abs(zOf(out, solutionOf(place).actionValueAt(t, x, u)))).toBeLessThan(4);
      expect(Math.abs(zOf(out, solutionOf(place).actionValueAt(t + 1, x, u)))).toBeGreaterThan(4);
    }
    expect(x).toEqual(Float64Array.of(0.7, -1.1)); // the snapshot is left as it is
  });

  it("draw the actions of the policy, more of them than it takes at once", () => {
    const n = 2000;
    const finite = threeStates();
    const drawn = new Float64Array(n);
    from(finite, n, "acting").act(Float64Array.of(1), 0, n, drawn);
    const p = tableOf(finite).probabilities[3];
    expect(Math.abs(zOf(drawn, p))).toBeLessThan(4);
    const place = plane();
    const actions = new Float64Array(2 * n);
    const x = Float64Array.of(0.7, -1.1);
    from(place, n, "acting").act(x, 0, n, actions);
    const { gain, offset } = solutionOf(place).control;
    const mean = gain[0] * x[0] + gain[1] * x[1] + offset(0)[0];
    expect(
      Math.abs(
        zOf(
          actions.filter((_, j) => j % 2 === 0),
          mean,
        ),
      ),
    ).toBeLessThan(4);
  });

  it("come out the same from the same streams, one by one or together where nothing is random", () => {
    const place = cart();
    const state = Float64Array.of(0.01, -0.2, 0.03, 0.3);
    const [one, two] = [new Float64Array(6), new Float64Array(6)];
    for (const out of [one, two])
      from(place, 6, "twice").returns(state, 3, 6, Float64Array.of(0, 1, 0, 1, 0, 1), out);
    expect(one).toEqual(two);
    expect(new Set(one).size).toBeGreaterThan(1);
  });
});
