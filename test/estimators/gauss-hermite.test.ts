import { describe, expect, it } from "vitest";
import { gaussHermite } from "../../src/estimators/reparameterized/gauss-hermite.ts";

const mean = (n: number, f: (x: number) => number) => {
  const { nodes, weights } = gaussHermite(n);
  return nodes.reduce((sum, x, i) => sum + weights[i] * f(x), 0);
};

describe("Gauss–Hermite quadrature for a standard normal", () => {
  it("has the nodes and weights that are known for one to three of them", () => {
    expect(gaussHermite(1)).toEqual({ nodes: Float64Array.of(0), weights: Float64Array.of(1) });
    const two = gaussHermite(2);
    for (const i of [0, 1]) {
      expect(two.nodes[i]).toBeCloseTo(2 * i - 1, 14);
      expect(two.weights[i]).toBeCloseTo(0.5, 14);
    }
    const three = gaussHermite(3);
    for (const [i, x] of [-Math.sqrt(3), 0, Math.sqrt(3)].entries()) {
      expect(three.nodes[i]).toBeCloseTo(x, 14);
      expect(three.weights[i]).toBeCloseTo([1 / 6, 2 / 3, 1 / 6][i], 14);
    }
  });

  it.each([5, 11, 31])(
    "integrates polynomials up to degree 2n − 1, and not of degree 2n, with n = %d",
    (n) => {
      const moment = (k: number): number => (k === 0 ? 1 : (k - 1) * moment(k - 2)); // of even k: (k − 1)!!
      for (let k = 0; k < 2 * n; k += 2) expect(mean(n, (x) => x ** k) / moment(k)).toBeCloseTo(1, 11);
      expect(mean(n, (x) => x ** (2 * n)) / moment(2 * n)).toBeLessThan(1);
      const { nodes, weights } = gaussHermite(n);
      expect([...nodes.slice().reverse()]).toEqual([...nodes.map((x) => 0 - x)]);
      expect([...weights.slice().reverse()]).toEqual([...weights]);
      expect(mean(31, Math.cos)).toBeCloseTo(Math.exp(-0.5), 13);
    },
  );
});
