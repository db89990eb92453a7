import type { Random } from "../random.ts";

/**
 * A stream that can be played again: what was drawn is kept, and where the tape ends it goes on with new draws of its
 * source. Two trajectories that play one tape have common random numbers, for as long as both of them last.
 */
export class Tape implements Random {
  #source: Random = { next: () => Number.NaN };
  #draws = new Float64Array(64);
  #length = 0;
  #place = 0;

  /** Draws played since the beginning. */
  get place(): number {
    return this.#place;
  }

  /** An empty tape. @param source further draws come from it, if given */
  record(source: Random = this.#source): void {
    this.#source = source;
    this.#length = 0;
    this.#place = 0;
  }

  /** Plays on from a place that it has been at. */
  rewind(place = 0): void {
    this.#place = place;
  }

  next(): number {
    if (this.#place === this.#length) {
      if (this.#length === this.#draws.length) {
        const longer = new Float64Array(2 * this.#length);
        longer.set(this.#draws);
        this.#draws = longer;
      }
      this.#draws[this.#length++] = this.#source.next();
    }
    return this.#draws[this.#place++];
  }
}
