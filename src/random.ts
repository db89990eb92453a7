import { createHash } from "node:crypto";
import seedrandom from "seedrandom";
import type { Savable, State } from "./memory/state.ts";

/** What seedrandom's `alea` tells of itself; its type declarations leave the fields out. */
type AleaState = Record<"s0" | "s1" | "s2" | "c", number>;

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
 * bit, over a typed array, so that a hot loop inlines it and boxes no number (a third of the time).
 */
export class Stream implements Random, Savable {
  /** x₋₃, x₋₂, x₋₁ and the carry. # [4] */
  #state: Float64Array;

  constructor(seed: string) {
    const { s0, s1, s2, c } = seedrandom.alea(seed, { state: true }).state() as AleaState;
    this.#state = Float64Array.of(s0, s1, s2, c);
  }

  next(): number {
    const state = this.#state;
    // the integer part is known before the old carry is, unless the carry makes the fraction reach 1: once in 4000
    const product = 2091639 * state[0];
    let carry = Math.floor(product);
    let x = product - carry + state[3] * 2.3283064365386963e-10; // 2⁻³²
    if (x >= 1) {
      x -= 1;
      carry++;
    }
    state[0] = state[1];
    state[1] = state[2];
    state[2] = x;
    state[3] = carry;
    return x;
  }

  /** Keeps its state in other memory from here on, such as that of a kernel that draws from it too. @param memory [4] */
  keepIn(memory: Float64Array): void {
    if (memory === this.#state) return;
    memory.set(this.#state);
    this.#state = memory;
  }

  save(): State {
    return this.#state.slice();
  }

  restore(state: State): void {
    if (!(state instanceof Float64Array) || state.length !== this.#state.length)
      throw new TypeError(`expected the ${this.#state.length} numbers of a stream`);
    this.#state.set(state);
  }
}

/** A standard normal draw from two uniforms (Box & Muller 1958; the cosine branch only, so nothing is kept). */
export const normal = (random: Random): number => {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next())); // 1 − u lies in (0, 1]
  return radius * Math.cos(2 * Math.PI * random.next());
};

/**
 * The nouns of trueslope. Shapes: S states, A actions, P parameters, T horizon, n trajectories,
 * `steps` transitions of a whole batch. Matrices are row-major in one typed array.
 */

/** A stream of uniform draws. Make one with `stream(...key)` in `random.ts`. */
export interface Random {
  /** The next draw, uniform in [0, 1) with 32 bits. */
  next(): number;
}
