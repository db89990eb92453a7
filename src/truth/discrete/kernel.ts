import { instantiator } from "../../webassembly/instantiate.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** The functions of assembly/, where they are described. Addresses are in bytes. */
export interface Kernel {
  readonly carry: Carry;
  readonly carryFirst: Carry;
}

type Carry = (u: number, list: number, end: number, tiles: number, apart: number, cleared: number) => void;

/** A kernel with a memory of its own; see `Instantiate`. */
export const instantiate = instantiator<Kernel>(kernelBase64);
