import { describe, expect, it } from "vitest";
import { solve } from "../../../src/linear-algebra/gauss.ts";
import { conjugateGradients, type LinearMap } from "../../../src/updates/trust-region/conjugate-gradients.ts";
import { naturalStep } from "../../../src/updates/trust-region/natural-step.ts";
import { dot, largest, normals, subtract } from "../../numbers.ts";

const P = 12;
const whole = { iterations: P, tolerance: 0 };

/** B Bᵀ + shift I of a random B with so many columns. */
const matrixOf = (rank: number, shift: number): Float64Array => {
  const B = normals(P * rank, "matrix", String(rank));
  return Float64Array.from({ length: P * P }, (_, ij) => {
    const [i, j] = [Math.floor(ij / P), ij % P];
    let sum = i === j ? shift : 0;
    for (let k = 0; k < rank; k++) sum += B[i * rank + k] * B[j * rank + k];
    return sum;
  });
};
const mapOf =
  (matrix: Float64Array): LinearMap =>
  (v, out) => {
    for (let i = 0; i < P; i++) out[i] = dot(matrix.subarray(i * P, (i + 1) * P), v);
  };
const b = normals(P, "b");
const solved = (apply: LinearMap, options = whole) => {
  const x = new Float64Array(P).fill(Number.NaN);
  return { iterations: conjugateGradients(apply, b, x, options), x };
};

describe("conjugate gradients", () => {
  it("solve in as many iterations as there are parameters", () => {
    const A = matrixOf(P, 1);
    const expected = b.slice();
    solve(A.slice(), expected);
    expect(largest(subtract(solved(mapOf(A)).x, expected))).toBeLessThan(1e-10 * largest(expected));
    expect(largest(subtract(solved(mapOf(A), { iterations: 3, tolerance: 0 }).x, expected))).toBeGreaterThan(
      1e-3,
    );
  });

  it("need one iteration more than the rank of what is added to the identity, and end at the tolerance", () => {
    const A = matrixOf(3, 1);
    const { iterations, x } = solved(mapOf(A), { iterations: P, tolerance: 1e-20 });
    expect(iterations).toBe(4);
    const image = new Float64Array(P);
    mapOf(A)(x, image);
    expect(largest(subtract(image, b))).toBeLessThan(1e-9);
    expect(solved(mapOf(A), { iterations: P, tolerance: 1e9 }).iterations).toBe(1);
  });

  it("are best in the norm of A within the directions that they have seen", () => {
    const A = matrixOf(P, 1);
    const apply = mapOf(A);
    const product = (v: Float64Array) => {
      const out = new Float64Array(P);
      apply(v, out);
      return out;
    };
    const { x } = solved(apply, { iterations: 3, tolerance: 0 });
    const residual = subtract(b, product(x)); // orthogonal to b, Ab and A²b
    const krylov = [b, product(b), product(product(b))];
    for (const v of krylov)
      expect(Math.abs(dot(residual, v)) / Math.sqrt(dot(v, v) * dot(residual, residual))).toBeLessThan(1e-10);
    const next = product(krylov[2]);
    expect(
      Math.abs(dot(residual, next)) / Math.sqrt(dot(next, next) * dot(residual, residual)),
    ).toBeGreaterThan(1e-5);
  });

  it("tell a matrix of the wrong sign, or none at all, by what is not a number", () => {
    const A = matrixOf(P, 1);
    expect(solved(mapOf(A.map((a) => -a))).x[0]).toBeNaN();
    expect(solved(mapOf(A.map(() => Number.NaN))).x[0]).toBeNaN();
    expect(solved(mapOf(matrixOf(P, -40))).x[0]).toBeNaN(); // indefinite
  });

  it("leave 0 for 0", () => {
    const x = new Float64Array(P).fill(1);
    expect(conjugateGradients(mapOf(matrixOf(P, 1)), new Float64Array(P), x, whole)).toBe(0);
    expect([...x]).toEqual(Array(P).fill(0));
  });
});

describe("a natural step", () => {
  const apply = mapOf(matrixOf(P, 1));

  it("lies on the edge of the trust region, along A⁻¹g, and promises √(2δ gᵀA⁻¹g)", () => {
    const step = new Float64Array(P);
    const expected = naturalStep(apply, b, 0.03, whole, step);
    const image = new Float64Array(P);
    apply(step, image);
    expect(0.5 * dot(step, image)).toBeCloseTo(0.03, 12);
    const scale = Math.sqrt(0.06 / dot(b, solved(apply).x));
    expect(
      largest(
        subtract(
          image,
          b.map((g) => scale * g),
        ),
      ),
    ).toBeLessThan(1e-9);
    expect(expected).toBeCloseTo(Math.sqrt(2 * 0.03 * dot(b, solved(apply).x)), 10);
  });

  it("is 0 where the gradient is, and not a number where that is not", () => {
    const step = new Float64Array(P).fill(1);
    expect(naturalStep(apply, new Float64Array(P), 0.01, whole, step)).toBe(0);
    expect(largest(step)).toBe(0);
    expect(
      naturalStep(
        apply,
        b.map((g, j) => (j === 3 ? Number.NaN : g)),
        0.01,
        whole,
        step,
      ),
    ).toBeNaN();
    expect(step[0]).toBeNaN();
  });
});
