import { describe, expect, it } from "vitest";
import { instantiate } from "../../src/policies/perceptron/kernel.ts";

const count = 1 << 16;
const { kernel, buffer } = instantiate(64 + 4 * count);
const values = new Float32Array(buffer, 64, count);
const bits = new Uint32Array(buffer, 64, count);

/** tanh and relu as one unit in `count` rows. */
const applied = (kind: "tanh" | "relu"): { readonly x: Float32Array; readonly y: Float32Array } => {
  const x = values.slice();
  kernel[kind](64, 4 * count, 1, count / 4);
  return { x, y: values };
};
/** The largest absolute error of tanh, and the largest relative one. */
const errors = ({ x, y }: ReturnType<typeof applied>) => {
  let [absolute, relative] = [0, 0];
  for (let i = 0; i < count; i++) {
    const tanh = Math.tanh(x[i]);
    const error = Math.abs(y[i] - tanh);
    absolute = Math.max(absolute, error);
    if (tanh !== 0) relative = Math.max(relative, error / Math.abs(tanh));
  }
  return { absolute, relative };
};

describe("the kernel's tanh", () => {
  it("is within 1e-6 of tanh for floats of every magnitude and sign", () => {
    const infinity = 0x7f800000;
    for (const sign of [0, 0x80000000]) {
      for (let i = 0; i < count; i++) bits[i] = sign + Math.floor((i / (count - 1)) * infinity);
      const { x, y } = applied("tanh");
      expect(Math.abs(x[count - 1])).toBe(Number.POSITIVE_INFINITY);
      expect(errors({ x, y }).absolute).toBeLessThan(1e-6);
      expect(Math.max(...y.map(Math.abs))).toBeLessThan(1);
    }
  });

  it("is within 4e-7 of tanh, relative and absolute, on a grid of [−10, 10]", () => {
    for (let part = 0; part < 8; part++) {
      for (let i = 0; i < count; i++) values[i] = (20 * (part + i / count)) / 8 - 10;
      const { absolute, relative } = errors(applied("tanh"));
      expect(absolute).toBeLessThan(4e-7);
      expect(relative).toBeLessThan(4e-7);
    }
  });

  it("keeps NaN, and is odd", () => {
    values.fill(Number.NaN);
    expect(applied("tanh").y.every(Number.isNaN)).toBe(true);
    for (let i = 0; i < count; i++) values[i] = (i % 2 === 0 ? 1 : -1) * (i >> 1) * 3e-4;
    const { y } = applied("tanh");
    expect(y.every((at, i) => i % 2 === 0 || at === -y[i - 1])).toBe(true);
  });
});

describe("the kernel's relu", () => {
  it("is max(0, x), and keeps NaN", () => {
    values.set([1.5, -1.5, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e-45, -1e-45]);
    expect([...applied("relu").y.slice(0, 8)]).toEqual([
      1.5,
      0,
      0,
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
      Math.fround(1e-45),
      0,
    ]);
  });
});
