import { kernelBase64 } from "./kernel.generated.ts";

/**
 * The functions of assembly/, where they are described. Addresses and `pitch` are in bytes; a block holds the values
 * of some units in many rows, unit by unit.
 */
export interface Kernel {
  affine(x: number, w: number, b: number, z: number, pitch: number, ...sizes: Sizes): void;
  transposed(d: number, w: number, z: number, pitch: number, ...sizes: Sizes): void;
  gradient(
    d: number,
    x: number,
    weighting: number,
    scaled: number,
    corner: number,
    weights: number,
    biases: number,
    pitch: number,
    ...sizes: Sizes
  ): void;
  tanh(z: number, pitch: number, units: number, vectors: number): void;
  tanhSlopes(d: number, a: number, pitch: number, units: number, vectors: number): void;
  relu(z: number, pitch: number, units: number, vectors: number): void;
  reluSlopes(d: number, a: number, pitch: number, units: number, vectors: number): void;
}

type Sizes = [inputs: number, outputs: number, vectors: number];

/** What is used of WebAssembly's API; TypeScript describes it only together with a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE = 65536; // bytes

let compiled: object | undefined;

/** A kernel with a memory of its own, of at least `bytes`, that never grows. The code is compiled once per thread. */
export const instantiate = (bytes: number): { readonly kernel: Kernel; readonly buffer: ArrayBuffer } => {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, "base64"));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return { kernel: exports as Kernel, buffer: memory.buffer };
};
