import { instantiator } from "../../webassembly/instantiate.ts";
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

/** A kernel with a memory of its own; see `Instantiate`. */
export const instantiate = instantiator<Kernel>(kernelBase64);
