import { instantiator } from "../../webassembly/instantiate.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** The functions of assembly/, where they are described. Addresses are in bytes. */
export interface Kernel {
  addUp(plan: number): void;
  writeOut(plan: number): void;
  softmaxScores(plan: number, probabilities: number, actions: number): void;
}

/** A kernel with a memory of its own; see `Instantiate`. */
export const instantiate = instantiator<Kernel>(kernelBase64);
