import { instantiate, type Kernel } from "./kernel.ts";
import type { ScoreSupport } from "./score-support.ts";
import type { Scores } from "./scores.ts";
import type { Successors } from "./successors.ts";

/** Numbers that the kernel takes at a time: vectors are filled up to a multiple with zeros. */
const TILE = 4;

/** Bytes of an entry of the kernel's list of successors. */
const ENTRY = 32;

/**
 * Two vector moments U and V of every state, carried backward through time: those of the step at hand are made
 * from those of the step after it, U' and V'. The one place where work grows with the number of parameters: it is done in
 * WebAssembly, whose memory holds all four, and in the same order as the lines below say it.
 */
export class BackwardVectors {
  readonly #successors: Successors;
  readonly #scores: Scores;
  readonly #support: ScoreSupport;
  readonly #actions: number;
  readonly #kernel: Kernel;
  /** Place of the vector of each state, and the end; a multiple of TILE. # [S + 1] */
  readonly #place: Float64Array;
  /** Bytes from a number of U to that of V. */
  readonly #apart: number;
  /** Successors of the state at hand that are still to be carried: an address, uu, uv, vv. # [successors, 4] */
  readonly #list: Float64Array;
  readonly #addresses: Int32Array;
  #listed = 0;
  /** Whether all uv and vv of the list are 0. */
  #first = true;
  /** Whether U and V of the state at hand are 0, whatever is written there. */
  #cleared = false;
  #u: Float64Array;
  #v: Float64Array;
  #laterU: Float64Array;
  #laterV: Float64Array;

  constructor(successors: Successors, scores: Scores, support: ScoreSupport) {
    this.#successors = successors;
    this.#scores = scores;
    this.#support = support;
    const S = support.own.length;
    this.#actions = scores.squares.length / S;
    this.#place = new Float64Array(S + 1);
    let most = 0;
    for (let s = 0; s < S; s++) {
      const length = support.offset[s + 1] - support.offset[s];
      this.#place[s + 1] = this.#place[s] + TILE * Math.ceil(length / TILE);
      most = Math.max(most, successors.first[s + 1] - successors.first[s]);
    }
    const numbers = this.#place[S];
    const start = most * ENTRY;
    const { kernel, buffer } = instantiate(start + 4 * numbers * 8);
    this.#kernel = kernel;
    this.#apart = numbers * 8;
    this.#list = new Float64Array(buffer, 0, (most * ENTRY) / 8);
    this.#addresses = new Int32Array(buffer, 0, (most * ENTRY) / 4);
    const vectors = (i: number) => new Float64Array(buffer, start + i * numbers * 8, numbers);
    [this.#u, this.#v, this.#laterU, this.#laterV] = [vectors(0), vectors(1), vectors(2), vectors(3)];
  }

  /** Goes one step back in time. */
  back(): void {
    [this.#u, this.#laterU] = [this.#laterU, this.#u];
    [this.#v, this.#laterV] = [this.#laterV, this.#v];
  }

  /** U(s) = V(s) = 0, for the state that is carried to next. */
  clear(): void {
    this.#cleared = true;
  }

  /** U(s) += uu U'(s'), V(s) += uv U'(s') + vv V'(s'), along a successor s → s'; done when `finishCarry` is called. */
  carry(s: number, successor: number, uu: number, uv: number, vv: number): void {
    const places = this.#support.into[successor];
    const later = this.#successors.next[successor];
    if (places !== null) {
      this.finishCarry(s);
      this.#scatter(s, later, places, uu, uv, vv);
      return;
    }
    const entry = this.#listed++ * (ENTRY / 8);
    this.#addresses[2 * entry] = this.#laterU.byteOffset + 8 * this.#place[later];
    this.#list[entry + 1] = uu;
    this.#list[entry + 2] = uv;
    this.#list[entry + 3] = vv;
    if (uv !== 0 || vv !== 0) this.#first = false;
  }

  /** Ends the carrying to a state. */
  finishCarry(s: number): void {
    const to = this.#u.byteOffset + 8 * this.#place[s];
    const tiles = (this.#place[s + 1] - this.#place[s]) / TILE;
    const end = this.#listed * ENTRY;
    const carry = this.#first ? this.#kernel.carryFirst : this.#kernel.carry;
    carry(to, 0, end, tiles, this.#apart, Number(this.#cleared));
    this.#listed = 0;
    this.#first = true;
    this.#cleared = false;
  }

  /** Carries a vector of fewer parameters. @param places of its numbers in that of s */
  #scatter(s: number, later: number, places: Int32Array, uu: number, uv: number, vv: number): void {
    const to = this.#place[s];
    const from = this.#place[later];
    const [u, v, laterU, laterV] = [this.#u, this.#v, this.#laterU, this.#laterV];
    for (let j = 0; j < places.length; j++) {
      const x = laterU[from + j];
      u[to + places[j]] += uu * x;
      v[to + places[j]] += uv * x + vv * laterV[from + j];
    }
  }

  /** U(s) += ofU ψ(s,a), V(s) += ofV ψ(s,a). */
  addScore(s: number, a: number, ofU: number, ofV: number): void {
    const { first, values } = this.#scores;
    const places = this.#support.own[s];
    const to = this.#place[s];
    const score = first[s] * this.#actions + a * places.length;
    for (let k = 0; k < places.length; k++) {
      this.#u[to + places[k]] += ofU * values[score + k];
      this.#v[to + places[k]] += ofV * values[score + k];
    }
  }

  /** ψ(s,a)·(ofU U'(s') + ofV V'(s')), along a successor s → s'. */
  dotLater(s: number, a: number, successor: number, ofU: number, ofV: number): number {
    const places = this.#support.seen[successor];
    if (places === null) return 0;
    const { first, values } = this.#scores;
    const from = this.#place[this.#successors.next[successor]];
    const score = first[s] * this.#actions + a * places.length;
    let sum = 0;
    for (let k = 0; k < places.length; k++) {
      const place = places[k];
      if (place >= 0)
        sum += values[score + k] * (ofU * this.#laterU[from + place] + ofV * this.#laterV[from + place]);
    }
    return sum;
  }

  /** vector·U(s), for a vector on the score parameters of s. @param vector [k_s], from `at` on */
  dot(s: number, vector: Float64Array, at: number): number {
    const places = this.#support.own[s];
    const from = this.#place[s];
    let sum = 0;
    for (let k = 0; k < places.length; k++) sum += vector[at + k] * this.#u[from + places[k]];
    return sum;
  }

  /** U(s) += factor · vector, for a vector on the score parameters of s. @param vector [k_s], from `at` on */
  add(s: number, factor: number, vector: Float64Array, at: number): void {
    const places = this.#support.own[s];
    const to = this.#place[s];
    for (let k = 0; k < places.length; k++) this.#u[to + places[k]] += factor * vector[at + k];
  }

  /** ‖U(s)‖². */
  squareOf(s: number): number {
    let sum = 0;
    for (let j = this.#place[s]; j < this.#place[s + 1]; j++) sum += this.#u[j] * this.#u[j];
    return sum;
  }
}
