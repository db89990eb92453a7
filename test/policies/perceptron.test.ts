import { describe, expect, it } from "vitest";
import { type PerceptronShape, perceptron } from "../../src/policies/bodies/perceptron.ts";
import { ROWS } from "../../src/policies/body.ts";
import { stream } from "../../src/random.ts";
import { apart, drawn, normals, rowOf, twin } from "./perceptron-twin.ts";

const shapes: PerceptronShape[] = [
  { inputs: 4, widths: [64, 64], outputs: 2, activation: "tanh" },
  { inputs: 4, widths: [64, 64], outputs: 2, activation: "relu" },
  { inputs: 3, widths: [5, 7], outputs: 2, activation: "tanh" },
  { inputs: 3, widths: [5, 7], outputs: 3, activation: "relu" },
  { inputs: 1, widths: [1], outputs: 1, activation: "tanh" },
  { inputs: 6, widths: [9, 1, 11, 2], outputs: 5, activation: "tanh" },
  { inputs: 5, widths: [], outputs: 3, activation: "tanh" },
  { inputs: 17, widths: [130], outputs: 1, activation: "relu" },
];
const named = shapes.map((shape) => {
  const { inputs, widths, outputs, activation } = shape;
  return [`${[inputs, ...widths, outputs].join(" → ")} (${activation})`, shape] as const;
});

/** Σ_r w(r) times the twin's gradient of row r, over the first `rows`. */
const sumOf = (shape: PerceptronShape, drawing: ReturnType<typeof drawn>, e: number, rows: number) => {
  const sum = new Float64Array(drawing.body.parameters);
  for (let r = 0; r < rows; r++) {
    const slopes = rowOf(drawing.slopes, r, shape.outputs);
    const { gradient } = twin(shape, drawing.theta, rowOf(drawing.observations, r, shape.inputs), slopes);
    for (let j = 0; j < sum.length; j++) sum[j] += drawing.weightings[e][r] * gradient[j];
  }
  return sum;
};

describe("the twin", () => {
  it("has the gradient of central differences", () => {
    for (const shape of shapes.slice(2, 7)) {
      const { body, theta } = drawn(shape, 1);
      const observation = [...normals(shape.inputs, "difference")];
      const slopes = [...normals(shape.outputs, "slope")];
      const { gradient } = twin(shape, theta, observation, slopes);
      const along = (j: number, h: number) => {
        const moved = theta.map((x, i) => (i === j ? x + h : x));
        return twin(shape, moved, observation).outputs.reduce((sum, z, o) => sum + z * slopes[o], 0);
      };
      const h = 1e-5;
      const differences = Array.from(
        { length: body.parameters },
        (_, j) => (along(j, h) - along(j, -h)) / (2 * h),
      );
      expect(apart(gradient, differences)).toBeLessThan(1e-8);
    }
  });
});

describe.each(named)("a perceptron %s", (_, shape) => {
  it.each([1, 5, 64, 250, ROWS])("gives the outputs of its twin for %i rows", (rows) => {
    const { body, theta, observations, times, out } = drawn(shape, rows);
    body.load(theta);
    body.forward(observations, 0, rows, times, out);
    const expected = Array.from({ length: rows }, (_, r) =>
      twin(shape, theta, rowOf(observations, r, shape.inputs)),
    ).flatMap(({ outputs }) => outputs);
    expect(apart(out, expected)).toBeLessThan(1e-6);
  });

  it.each([1, 5, 64, 250, ROWS])("gives the gradients of its twin for %i rows", (rows) => {
    const drawing = drawn(shape, rows, 2);
    const { body, theta, observations, times, out, slopes, weightings, outs } = drawing;
    body.load(theta);
    body.forward(observations, 0, rows, times, out);
    body.backward(0, rows, slopes, weightings, outs);
    for (const [e, gradient] of outs.entries()) {
      expect(apart(gradient, sumOf(shape, drawing, e, rows))).toBeLessThan(2e-6);
      if (rows === ROWS) expect(apart(gradient, sumOf(shape, drawing, e, rows - 1))).toBeGreaterThan(1e-3);
    }
  });

  it("gives several weightings in one call the bits of one by one", () => {
    const { body, theta, observations, times, out, slopes, weightings, outs } = drawn(shape, 100, 4);
    body.load(theta);
    body.forward(observations, 0, 100, times, out);
    body.backward(0, 100, slopes, weightings, outs);
    for (const [e, weighting] of weightings.entries()) {
      const alone = new Float64Array(body.parameters);
      body.backward(0, 100, slopes, [weighting], [alone]);
      expect(alone).toEqual(outs[e]);
    }
  });

  it("gives a row the same bits wherever it stands, and whatever was computed before", () => {
    const rows = 100;
    const { body, theta, observations, times, out } = drawn(shape, rows);
    const part = new Float64Array(7 * shape.outputs);
    body.load(theta);
    body.forward(observations, 0, rows, times, out);
    body.forward(observations, 42, 7, times, part);
    expect(part).toEqual(out.slice(42 * shape.outputs, 49 * shape.outputs));
  });
});

describe("a perceptron", () => {
  it("is exact where float32 is, by hand", () => {
    // hidden: relu(1·x + 2·y − 1), relu(−3·x + 0.5); out: 2·h − k + 0.25
    const body = perceptron({ inputs: 2, widths: [2], outputs: 1, activation: "relu" });
    body.load(Float64Array.of(1, 2, -3, 0, -1, 0.5, 2, -1, 0.25));
    const out = new Float64Array(2);
    body.forward(Float64Array.of(1, 0.5, -1, 0.25), 0, 2, new Int32Array(2), out);
    expect([...out]).toEqual([2.25, -3.25]); // hidden values (1, 0) and (0, 3.5)
    const gradient = new Float64Array(9);
    body.backward(0, 2, Float64Array.of(1, 1), [Float64Array.of(10, 4)], [gradient]);
    expect([...gradient]).toEqual([20, 10, 4, -1, 20, -4, 10, 14, 14]);
  });

  it("takes weights from row `first` on, reads and changes only its own parameters, and adds to them", () => {
    const body = perceptron({ inputs: 1, widths: [], outputs: 1, activation: "tanh" });
    expect(body.parameters).toBe(2);
    body.load(Float64Array.of(2, 1, Number.NaN));
    const out = new Float64Array(2);
    body.forward(Float64Array.of(5, 3, 4), 1, 2, new Int32Array(2), out);
    expect([...out]).toEqual([7, 9]);
    const gradient = Float64Array.of(1000, 2000, 3000);
    body.backward(2, 2, Float64Array.of(1, 0.5), [Float64Array.of(64, 64, 8, 2)], [gradient]);
    expect([...gradient]).toEqual([1000 + 8 * 3 + 4, 2000 + 8 + 1, 3000]);
  });

  it("sums in float64 from one call to the next", () => {
    const body = perceptron({ inputs: 1, widths: [], outputs: 1, activation: "tanh" });
    const ones = new Float64Array(ROWS).fill(1);
    const tenth = Math.fround(0.1);
    const gradient = new Float64Array(2);
    let single = 0; // what a float32 sum of the same blocks would give
    const calls = 2000;
    for (let i = 0; i < calls; i++) {
      body.forward(ones, 0, ROWS, new Int32Array(ROWS), new Float64Array(ROWS));
      body.backward(0, ROWS, new Float64Array(ROWS).fill(tenth), [ones], [gradient]);
      single = Math.fround(single + tenth * ROWS);
    }
    const exact = calls * ROWS * tenth;
    for (const sum of gradient) expect(Math.abs(sum / exact - 1)).toBeLessThan(1e-6);
    expect(Math.abs(single / exact - 1)).toBeGreaterThan(1e-5);
  });

  it("has the same bits on every machine", () => {
    const shape = shapes[2];
    const random = stream("test", "perceptron", "bits");
    const body = perceptron(shape);
    const uniforms = (length: number) => Float64Array.from({ length }, () => 2 * random.next() - 1);
    const [out, gradient] = [new Float64Array(18), new Float64Array(body.parameters)];
    body.load(uniforms(body.parameters));
    body.forward(uniforms(27), 0, 9, new Int32Array(9), out);
    body.backward(0, 9, uniforms(18), [uniforms(9)], [gradient]);
    expect([out[0], out[17], gradient[0], gradient[19], gradient[77]]).toEqual([
      -2.1923744678497314, 0.6469565629959106, -0.27308863401412964, -0.09129438735544682,
      -0.7132451012730598,
    ]);
  });

  it("adds products one after the other in float32, each rounded, from the bias on", () => {
    const { body, theta, observations, times, out } = drawn(
      { inputs: 7, widths: [], outputs: 3, activation: "tanh" },
      20,
    );
    body.load(theta);
    body.forward(observations, 0, 20, times, out);
    const [W, x] = [Float32Array.from(theta), Float32Array.from(observations)];
    for (let r = 0; r < 20; r++)
      for (let o = 0; o < 3; o++) {
        let sum = W[21 + o];
        for (let k = 0; k < 7; k++) sum = Math.fround(sum + Math.fround(W[o * 7 + k] * x[r * 7 + k]));
        expect(out[r * 3 + o]).toBe(sum);
      }
  });

  it("refuses sizes, θ and rows that do not fit", () => {
    const shape = { inputs: 2, widths: [3], outputs: 1, activation: "tanh" } as const;
    expect(() => perceptron({ ...shape, widths: [3, 0] })).toThrow(
      "widths must be positive integers, but one is 0",
    );
    expect(() => perceptron({ ...shape, outputs: 1.5 })).toThrow(RangeError);
    expect(() => perceptron({ ...shape, inputs: -1 })).toThrow(RangeError);
    const body = perceptron(shape);
    expect(() => body.load(new Float64Array(12))).toThrow("at least 13 numbers, but has 12");
    const many = new Float64Array(1000);
    expect(() => body.forward(many, 0, 257, new Int32Array(257), many)).toThrow("at most 256, but are 257");
    body.forward(many, 0, 3, new Int32Array(3), many);
    expect(() => body.backward(0, 4, many, [many], [many])).toThrow("the last forward, 3, but are 4");
  });
});
