import { type BatchBuffer, enlarged } from "../trajectories/batch.ts";

/** Steps of several trajectories in the order of time, as they are drawn; `unpack` sorts them by trajectory. */
export class Lockstep {
  rewards = new Float64Array(0);
  readonly #observationSize: number;
  readonly #controlSize: number;
  #observations = new Float64Array(0);
  #actions = new Float64Array(0);
  #lanes = new Int32Array(0);
  #counts = new Int32Array(0);
  #times = 0;
  #steps = 0;

  constructor(observationSize: number, controlSize: number) {
    this.#observationSize = observationSize;
    this.#controlSize = controlSize;
  }

  begin(): void {
    this.#times = 0;
    this.#steps = 0;
  }

  /** Adds one step of each of the first `count` of `lanes`; returns the place of the first of them. */
  add(count: number, lanes: Int32Array, observations: Float64Array, actions: Float64Array): number {
    const O = this.#observationSize;
    const K = this.#controlSize;
    const place = this.#steps;
    this.#steps += count;
    if (this.rewards.length < this.#steps) {
      const size = 2 * this.#steps;
      this.rewards = enlarged(this.rewards, new Float64Array(size));
      this.#lanes = enlarged(this.#lanes, new Int32Array(size));
      this.#observations = enlarged(this.#observations, new Float64Array(size * O));
      this.#actions = enlarged(this.#actions, new Float64Array(size * K));
    }
    if (this.#counts.length === this.#times)
      this.#counts = enlarged(this.#counts, new Int32Array(2 * this.#times + 64));
    this.#counts[this.#times++] = count;
    for (let r = 0; r < count; r++) this.#lanes[place + r] = lanes[r];
    for (let j = 0; j < count * O; j++) this.#observations[place * O + j] = observations[j];
    for (let j = 0; j < count * K; j++) this.#actions[place * K + j] = actions[j];
    return place;
  }

  /** Copies all steps to a batch that knows how long each trajectory is; lane 0 is its trajectory `first`. */
  unpack(batch: BatchBuffer, first: number): void {
    const O = this.#observationSize;
    const K = this.#controlSize;
    batch.reserve(0);
    const { offsets, rewards, observations, actions } = batch;
    for (let t = 0, place = 0; t < this.#times; t++) {
      for (let r = 0; r < this.#counts[t]; r++, place++) {
        const k = offsets[first + this.#lanes[place]] + t;
        rewards[k] = this.rewards[place];
        for (let o = 0; o < O; o++) observations[k * O + o] = this.#observations[place * O + o];
        for (let j = 0; j < K; j++) actions[k * K + j] = this.#actions[place * K + j];
      }
    }
  }
}
