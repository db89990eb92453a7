import { describe, expect, it } from "vitest";
import { orthonormalize } from "../../src/linear-algebra/orthonormalize.ts";
import { initialWeights } from "../../src/policies/perceptron/initial.ts";
import { type Scheme, scheme } from "../../src/policies/perceptron/schemes.ts";
import { normal, stream } from "../../src/random.ts";
import { deepGolden } from "../deep-golden.ts";
import { largest, normals } from "../numbers.ts";

const drawn = (sizes: readonly number[], chosen: Scheme | undefined, ...key: (string | number)[]) => {
  const P = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l] + 1), 0);
  const theta = new Float64Array(P + 1).fill(7); // as after another use, and with a parameter of somebody else
  initialWeights(sizes, chosen)(stream("first weights", ...key), theta);
  expect(theta[P]).toBe(7);
  let place = 0;
  return sizes.slice(1).map((outputs, l) => {
    const end = place + outputs * sizes[l];
    const layer = { weights: theta.slice(place, end), biases: theta.slice(end, end + outputs) };
    place = end + outputs;
    return layer;
  });
};

/** W Wᵀ of a matrix [rows, columns], or WᵀW. */
const gram = (weights: Float64Array, rows: number, columns: number, of: "rows" | "columns"): number[] => {
  const [count, length] = of === "rows" ? [rows, columns] : [columns, rows];
  const at = (i: number, j: number) => weights[of === "rows" ? i * columns + j : j * columns + i];
  return Array.from({ length: count * count }, (_, ij) => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(Math.floor(ij / count), k) * at(ij % count, k);
    return sum;
  });
};

const offIdentity = (matrix: readonly number[], scale: number): number => {
  const size = Math.sqrt(matrix.length);
  return largest(matrix.map((x, ij) => x - (ij % (size + 1) === 0 ? scale : 0)));
};

describe("first weights", () => {
  it("are LeCun's by default, drawn in the order of θ", () => {
    const layers = drawn([3, 4, 2], undefined, "order");
    const random = stream("first weights", "order");
    const expected = [
      Float64Array.from({ length: 12 }, () => (1 / Math.sqrt(3)) * normal(random)),
      Float64Array.from({ length: 8 }, () => (0.01 / Math.sqrt(4)) * normal(random)),
    ];
    expect(layers.map(({ weights }) => weights)).toEqual(expected);
    expect(layers.map(({ biases }) => [...biases])).toEqual([Array(4).fill(0), Array(2).fill(0)]);
  });

  it("of LeCun keep their bits from version to version", () => {
    const theta = new Float64Array(64 * 3 + 64 + 64 * 64 + 64 + 2 * 64 + 2);
    initialWeights([3, 64, 64, 2])(stream("test", "first weights"), theta);
    const some = [theta[0], theta[64], theta[theta.length - 3]];
    expect(some).toEqual([-0.10336133867220908, 0.7337139670642536, 0.00010364766120744587]);
  });

  it.each([
    [[3, 8, 8, 2], 0.01],
    [[20, 64, 64, 1], 1],
    [[5, 5], 0.01],
  ] as const)("of %j are orthogonal along the shorter side", (sizes, last) => {
    const layers = drawn(sizes, scheme.parse({ kind: "orthogonal", last }));
    for (const [l, { weights, biases }] of layers.entries()) {
      const [columns, rows] = [sizes[l], sizes[l + 1]];
      const gain = l === layers.length - 1 ? last : Math.SQRT2;
      const short = rows < columns ? "rows" : "columns";
      const error = offIdentity(gram(weights, rows, columns, short), gain * gain);
      expect(error).toBeLessThan(1e-13 * gain * gain);
      if (rows !== columns)
        expect(
          offIdentity(gram(weights, rows, columns, short === "rows" ? "columns" : "rows"), gain * gain),
        ).toBeGreaterThan(0.1 * gain * gain);
      expect(largest(biases)).toBe(0);
    }
  });

  it("of two by two turn and reflect without preference", () => {
    // uniform over orthogonal matrices: E W = 0, E tr² = 1, and half of the determinants are −1
    const N = 4000;
    let [first, trace, negative] = [0, 0, 0];
    for (let i = 0; i < N; i++) {
      const [
        {
          weights: [a, b, c, d],
        },
      ] = drawn([2, 2], { kind: "orthogonal", hidden: 1, last: 1 }, i);
      first += a / N;
      trace += (a + d) ** 2 / N;
      negative += (a * d < b * c ? 1 : 0) / N;
    }
    // |z| < 4: var a = 1/2; var tr² = ½ 16 E cos⁴ − 1 = 2; var of a half = 1/4
    expect(Math.abs(first)).toBeLessThan(4 * Math.sqrt(0.5 / N));
    expect(Math.abs(trace - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
    expect(Math.abs(negative - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / N));
  });

  it.each([
    ["xavier", (inputs: number, outputs: number) => Math.sqrt(6 / (inputs + outputs)), 0],
    ["pytorch", (inputs: number) => 1 / Math.sqrt(inputs), 1],
  ] as const)("of %s are uniform within their bound, in the last layer too", (kind, bound, ofBiases) => {
    const sizes = [50, 80, 40];
    for (const [l, { weights, biases }] of drawn(sizes, { kind }).entries()) {
      const most = bound(sizes[l], sizes[l + 1]);
      const unit = weights.map((w) => w / most);
      const n = unit.length;
      expect(largest(unit)).toBeLessThan(1);
      expect(largest(unit)).toBeGreaterThan(0.99);
      // |z| < 4: uniform in ±1 has variance 1/3 and fourth moment 1/5
      expect(Math.abs(unit.reduce((sum, u) => sum + u, 0) / n)).toBeLessThan(4 * Math.sqrt(1 / 3 / n));
      const square = unit.reduce((sum, u) => sum + u * u, 0) / n;
      expect(Math.abs(square - 1 / 3)).toBeLessThan(4 * Math.sqrt((1 / 5 - 1 / 9) / n));
      expect(largest(biases)).toBeLessThanOrEqual(ofBiases * most);
      expect(largest(biases) > 0.8 * most).toBe(ofBiases === 1);
    }
  });

  it("are chosen by a kind, and other kinds are refused", () => {
    expect(scheme.parse({ kind: "orthogonal" })).toEqual({
      kind: "orthogonal",
      hidden: Math.SQRT2,
      last: 0.01,
    });
    expect(scheme.safeParse({ kind: "orthogonal", last: 0 }).success).toBe(false);
    expect(scheme.safeParse({ kind: "xavier", last: 1 }).success).toBe(false);
    expect(() => initialWeights([1, 1], { kind: "othogonal" as "orthogonal", hidden: 1, last: 1 })).toThrow(
      "kind must be one of lecun, orthogonal, xavier, pytorch; got othogonal",
    );
  });
});

describe("orthonormal vectors", () => {
  it.each(deepGolden.orthogonal)(
    "are PyTorch's for $rows × $columns",
    ({ rows, columns, gain, normals, weights }) => {
      // of a wide matrix the rows, else the columns, each from the same normals
      const wide = rows < columns;
      const place = (i: number, j: number) => (wide ? i * columns + j : j * columns + i);
      const [count, length] = wide ? [rows, columns] : [columns, rows];
      const vectors = Float64Array.from(
        { length: count * length },
        (_, ij) => normals[place(Math.floor(ij / length), ij % length)],
      );
      orthonormalize(vectors, count, length);
      expect(
        largest(vectors.map((x, ij) => gain * x - weights[place(Math.floor(ij / length), ij % length)])),
      ).toBeLessThan(1e-12);
    },
  );

  it("come from nearly dependent ones to the last bits", () => {
    const vectors = normals(3 * 5, "nearly");
    for (let j = 0; j < 5; j++) vectors[10 + j] = vectors[j] + 1e-9 * vectors[10 + j];
    orthonormalize(vectors, 3, 5);
    expect(offIdentity(gram(vectors, 3, 5, "rows"), 1)).toBeLessThan(1e-14);
  });

  it("keep the first direction, and the side of the others", () => {
    const vectors = Float64Array.of(0, -2, 3, 4);
    orthonormalize(vectors, 2, 2);
    expect([...vectors]).toEqual([0, -1, 1, 0]);
  });
});
