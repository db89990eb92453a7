import { createHash } from "node:crypto";
import seedrandom from "seedrandom";
import type { Random } from "./types.ts";

/** Draws made at a time. */
const BLOCK = 128;

/**
 * The random stream of a key: seedrandom's `alea`, seeded with the SHA-256 of the key. Streams of different
 * keys are independent; there is no other source of randomness, and no key is made by addition.
 *
 * @param key what the draws are for, e.g. `stream(seed, agent, "probe", iteration, batchSize)`
 */
export const stream = (...key: (string | number)[]): Stream =>
  new Stream(createHash("sha256").update(JSON.stringify(key)).digest("hex"));

/**
 * Alea (Baagøe 2010), a multiply-with-carry generator with 32-bit outputs: x ← 2091639·x₋₃ + c·2⁻³², kept
 * modulo 1, with c its integer part. Seeding is seedrandom's own; the recurrence is repeated here, bit for
 * bit, so that it runs over a block with its state in registers (half the time of a call per draw).
 */
export class Stream implements Random {
  readonly #block = new Float64Array(BLOCK);
  #cursor = BLOCK;
  #x0: number;
  #x1: number;
  #x2: number;
  #carry: number;

  constructor(seed: string) {
    const { s0, s1, s2, c } = seedrandom.alea(seed, { state: true }).state() as seedrandom.State.Alea &
      Record<"s0" | "s1" | "s2" | "c", number>;
    this.#x0 = s0;
    this.#x1 = s1;
    this.#x2 = s2;
    this.#carry = c;
  }

  next(): number {
    if (this.#cursor === BLOCK) this.#refill();
    return this.#block[this.#cursor++];
  }

  #refill(): void {
    const block = this.#block;
    let x0 = this.#x0;
    let x1 = this.#x1;
    let x2 = this.#x2;
    let carry = this.#carry;
    for (let i = 0; i < BLOCK; i++) {
      const t = 2091639 * x0 + carry * 2.3283064365386963e-10; // 2^-32
      x0 = x1;
      x1 = x2;
      carry = t | 0;
      x2 = t - carry;
      block[i] = x2;
    }
    this.#x0 = x0;
    this.#x1 = x1;
    this.#x2 = x2;
    this.#carry = carry;
    this.#cursor = 0;
  }
}

/** A standard normal draw from two uniforms (Box & Muller 1958; the cosine branch only, so nothing is kept). */
export const normal = (random: Random): number => {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next())); // 1 − u lies in (0, 1]
  return radius * Math.cos(2 * Math.PI * random.next());
};
