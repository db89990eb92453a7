import type { Random } from "../../src/random.ts";

/** A stream of random numbers that can be wound back: what was drawn is drawn again. */
export class Tape implements Random {
  /** Draws made up to here. */
  place = 0;
  readonly #source: Random;
  readonly #drawn: number[] = [];

  constructor(source: Random) {
    this.#source = source;
  }

  next(): number {
    if (this.place === this.#drawn.length) this.#drawn.push(this.#source.next());
    return this.#drawn[this.place++];
  }
}
