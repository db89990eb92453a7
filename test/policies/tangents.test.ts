import { describe, expect, it } from "vitest";
import { linear } from "../../src/policies/bodies/linear.ts";
import type { PerceptronShape } from "../../src/policies/bodies/perceptron.ts";
import { timeTable } from "../../src/policies/bodies/time-table.ts";
import { ROWS } from "../../src/policies/body.ts";
import { dot } from "../numbers.ts";
import { apart, drawn, normals, rowOf, twin } from "./perceptron-twin.ts";

const shapes: PerceptronShape[] = [
  { inputs: 11, widths: [64, 64], outputs: 3, activation: "tanh" },
  { inputs: 3, widths: [5, 7], outputs: 2, activation: "relu" },
  { inputs: 1, widths: [1], outputs: 1, activation: "tanh" },
  { inputs: 6, widths: [9, 1, 11, 2], outputs: 5, activation: "tanh" },
  { inputs: 5, widths: [], outputs: 3, activation: "tanh" },
  { inputs: 17, widths: [130], outputs: 1, activation: "relu" },
];
const named = shapes.map((shape) => [JSON.stringify(Object.values(shape).flat()), shape] as const);

describe.each(named)("the tangents of a perceptron %s", (key, shape) => {
  it.each([1, 5, ROWS])("are those of its twin for %i rows", (rows) => {
    const { body, theta, observations, times, out } = drawn(shape, rows);
    const direction = normals(body.parameters + 1, key, "direction"); // the last one belongs to a head
    body.load(theta);
    body.forward(observations, 0, rows, times, out);
    body.tangents(rows, direction, out);
    const sums = (v: Float64Array) =>
      Array.from({ length: rows * shape.outputs }, (_, rh) => {
        const row = rowOf(observations, Math.floor(rh / shape.outputs), shape.inputs);
        const unit = Array.from({ length: shape.outputs }, (_, h) => (h === rh % shape.outputs ? 1 : 0));
        return twin(shape, theta, row, unit).gradient.reduce((sum, slope, j) => sum + slope * v[j], 0);
      });
    expect(apart(out, sums(direction))).toBeLessThan(2e-6);
    if (rows === 5)
      expect(apart(out, sums(direction.map((v, j) => (j === 0 ? -v : v))))).toBeGreaterThan(1e-5);
  });

  it("are what `backward` is the transpose of, before and after it", () => {
    const rows = 77;
    const { body, theta, observations, times, out, slopes } = drawn(shape, rows);
    const direction = normals(body.parameters, key, "direction");
    const ones = new Float64Array(rows).fill(1);
    body.load(theta);
    body.forward(observations, 0, rows, times, out);
    body.tangents(rows, direction, out);
    const gradient = new Float64Array(body.parameters);
    body.backward(0, rows, slopes, [ones], [gradient]);
    const scale = Math.sqrt(dot(out, out) * dot(slopes, slopes));
    expect(Math.abs(dot(out, slopes) - dot(direction, gradient)) / scale).toBeLessThan(1e-6);
    const again = new Float64Array(out.length);
    body.tangents(rows, direction, again);
    expect(again).toEqual(out);
    const other = new Float64Array(body.parameters);
    body.backward(0, rows, slopes, [ones], [other]);
    expect(other).toEqual(gradient);
  });
});

describe("tangents", () => {
  it("of a linear map are the map of the direction", () => {
    for (const bias of [true, false]) {
      const body = linear(2, 2, bias);
      body.load(normals(body.parameters, "linear"));
      body.forward(Float64Array.of(9, 9, 1, 2, 3, 4), 1, 2, new Int32Array(2), new Float64Array(4));
      const out = new Float64Array(4);
      body.tangents(2, Float64Array.of(1, 10, 0.5, -1, 100, 200, Number.NaN), out);
      expect([...out]).toEqual([21, -1.5, 43, -2.5].map((x, k) => x + (bias ? [100, 200][k % 2] : 0)));
    }
  });

  it("of a table are its rows of the direction", () => {
    const body = timeTable(3, 2);
    body.load(normals(body.parameters, "table"));
    body.forward(new Float64Array(0), 0, 2, Int32Array.of(2, 0), new Float64Array(4));
    const out = new Float64Array(4);
    body.tangents(2, Float64Array.of(1, 2, 3, 4, 5, 6), out);
    expect([...out]).toEqual([5, 6, 1, 2]);
  });

  it("have the rows of the last forward", () => {
    const { body, observations, times, out } = drawn(shapes[1], 4);
    body.forward(observations, 0, 4, times, out);
    expect(() => body.tangents(3, normals(body.parameters, "rows"), out)).toThrow(
      "the last forward, 4, but are 3",
    );
  });
});
