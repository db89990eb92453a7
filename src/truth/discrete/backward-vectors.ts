import type { ScoreSupport } from "./score-support.ts";
import type { Scores } from "./scores.ts";
import type { Successors } from "./successors.ts";

/**
 * Two vector moments U and V of every state, carried backward through time: those of the step at hand are made
 * from those of the step after it, U' and V'. The one place where work grows with the number of parameters.
 */
export class BackwardVectors {
  readonly #successors: Successors;
  readonly #scores: Scores;
  readonly #support: ScoreSupport;
  readonly #actions: number;
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
    const make = () => new Float64Array(support.offset[S]);
    [this.#u, this.#v, this.#laterU, this.#laterV] = [make(), make(), make(), make()];
  }

  /** Goes one step back in time. */
  back(): void {
    [this.#u, this.#laterU] = [this.#laterU, this.#u];
    [this.#v, this.#laterV] = [this.#laterV, this.#v];
  }

  /** U(s) = V(s) = 0. */
  clear(s: number): void {
    const { offset } = this.#support;
    this.#u.fill(0, offset[s], offset[s + 1]);
    this.#v.fill(0, offset[s], offset[s + 1]);
  }

  /** U(s) += uu U'(s'), V(s) += uv U'(s') + vv V'(s'), along a successor s → s'. */
  carry(s: number, successor: number, uu: number, uv: number, vv: number): void {
    const { offset, into } = this.#support;
    const later = this.#successors.next[successor];
    const places = into[successor];
    const to = offset[s];
    const from = offset[later];
    const length = offset[later + 1] - from;
    const [u, v, laterU, laterV] = [this.#u, this.#v, this.#laterU, this.#laterV];
    if (uv === 0 && vv === 0) {
      if (places === null) for (let j = 0; j < length; j++) u[to + j] += uu * laterU[from + j];
      else for (let j = 0; j < length; j++) u[to + places[j]] += uu * laterU[from + j];
    } else if (places === null) {
      for (let j = 0; j < length; j++) {
        const x = laterU[from + j];
        u[to + j] += uu * x;
        v[to + j] += uv * x + vv * laterV[from + j];
      }
    } else {
      for (let j = 0; j < length; j++) {
        const x = laterU[from + j];
        u[to + places[j]] += uu * x;
        v[to + places[j]] += uv * x + vv * laterV[from + j];
      }
    }
  }

  /** U(s) += ofU ψ(s,a), V(s) += ofV ψ(s,a). */
  addScore(s: number, a: number, ofU: number, ofV: number): void {
    const { first, values } = this.#scores;
    const places = this.#support.own[s];
    const to = this.#support.offset[s];
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
    const from = this.#support.offset[this.#successors.next[successor]];
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
    const from = this.#support.offset[s];
    let sum = 0;
    for (let k = 0; k < places.length; k++) sum += vector[at + k] * this.#u[from + places[k]];
    return sum;
  }

  /** U(s) += factor · vector, for a vector on the score parameters of s. @param vector [k_s], from `at` on */
  add(s: number, factor: number, vector: Float64Array, at: number): void {
    const places = this.#support.own[s];
    const to = this.#support.offset[s];
    for (let k = 0; k < places.length; k++) this.#u[to + places[k]] += factor * vector[at + k];
  }

  /** ‖U(s)‖². */
  squareOf(s: number): number {
    const { offset } = this.#support;
    let sum = 0;
    for (let j = offset[s]; j < offset[s + 1]; j++) sum += this.#u[j] * this.#u[j];
    return sum;
  }
}
