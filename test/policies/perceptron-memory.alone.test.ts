import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drawn } from "./perceptron-twin.ts";

interface Memory {
  readonly buffer: ArrayBuffer;
}
type Made = new (...given: unknown[]) => object;
const original = (globalThis as unknown as { WebAssembly: Record<"Module" | "Memory" | "Instance", Made> })
  .WebAssembly;
const memories: Memory[] = [];
let modules = 0;

/** Counts what is compiled, and keeps the memories that are made. */
beforeAll(() => {
  vi.stubGlobal("WebAssembly", {
    Instance: original.Instance,
    Module: class extends original.Module {
      constructor(...given: unknown[]) {
        super(...given);
        modules++;
      }
    },
    Memory: class extends original.Memory {
      constructor(...given: unknown[]) {
        super(...given);
        memories.push(this as unknown as Memory);
      }
    },
  });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const shape = { inputs: 3, widths: [33, 9], outputs: 2, activation: "tanh" } as const;
const rows = 77;

const results = (drawing: ReturnType<typeof drawn>) => {
  const { body, observations, times, slopes, weightings } = drawing;
  const out = new Float64Array(rows * 2);
  const gradient = new Float64Array(body.parameters);
  body.forward(observations, 0, rows, times, out);
  body.backward(0, rows, slopes, weightings, [gradient]);
  return [out, gradient];
};

describe("the memory of perceptrons", () => {
  it("is one for each, with code that is compiled once", () => {
    drawn(shape, rows);
    drawn({ ...shape, widths: [500] }, rows);
    expect(modules).toBe(1);
    expect(memories).toHaveLength(2);
  });

  it("never grows, and the same calls give the same bits again", () => {
    const drawing = drawn(shape, rows);
    const { buffer } = memories[memories.length - 1];
    const size = buffer.byteLength;
    drawing.body.load(drawing.theta);
    const first = results(drawing);
    for (let i = 0; i < 2000; i++) results(drawing);
    expect(results(drawing)).toEqual(first);
    expect(memories[memories.length - 1].buffer).toBe(buffer); // a memory that grows has another buffer
    expect(buffer.byteLength).toBe(size);
  });

  it("is not disturbed by another perceptron, nor by other rows in between", () => {
    const drawing = drawn(shape, rows);
    const other = drawn({ ...shape, activation: "relu" }, rows);
    drawing.body.load(drawing.theta);
    other.body.load(other.theta);
    const expected = results(drawing);

    const { body } = drawing;
    const nothing = new Float64Array(256 * 3).fill(Number.NaN);
    body.forward(nothing, 0, 256, new Int32Array(256), new Float64Array(512));
    body.backward(0, 256, nothing, [nothing], [new Float64Array(body.parameters)]);
    results(other);
    expect(results(drawing)).toEqual(expected);
  });
});
