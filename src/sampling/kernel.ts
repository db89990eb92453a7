import { instantiator } from "../webassembly/instantiate.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** The function of assembly/, where it is described. Addresses are in bytes. */
export interface Kernel {
  sample(plan: number, from: number, to: number): number;
}

/** A kernel with a memory of its own; see `Instantiate`. */
export const instantiate = instantiator<Kernel>(kernelBase64);
