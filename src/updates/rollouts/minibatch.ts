import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Advantages } from "./advantages.ts";
import type { LearnedSteps } from "./learned-steps.ts";

/**
 * Where part b of a batch begins that is divided into some parts; the part after the last begins at its end. Their sizes
 * differ by one at most, as those of numpy's `array_split`, and none is empty where there are no more parts than steps.
 */
export const beginOfPart = (b: number, steps: number, parts: number): number =>
  Math.floor((b * steps) / parts);

/** Some steps of a batch, gathered side by side; the memory is reused. m is their number. */
export class Minibatch {
  size = 0;
  inputs = new Float64Array(0); // [m, O]
  actions = new Float64Array(0); // [m, K]
  times = new Int32Array(0); // [m]
  advantages = new Float64Array(0); // [m]
  /** log π of the actions when they were taken. # [m] */
  logBefore = new Float64Array(0);
  /** V before the update. # [m] */
  values = new Float64Array(0);
  /** What V is fitted to. # [m] */
  targets = new Float64Array(0);
  readonly #O: number;
  readonly #K: number;

  /** @param observationSize O @param actionSize K; 1 where actions are numbered */
  constructor(observationSize: number, actionSize: number) {
    this.#O = observationSize;
    this.#K = actionSize;
  }

  /** Gathers the steps `order[begin]` … `order[begin + size − 1]`. @param logBefore [steps] of the whole batch */
  gather(
    steps: LearnedSteps,
    learned: Advantages,
    logBefore: Float64Array,
    order: Int32Array,
    begin: number,
    size: number,
  ): void {
    const O = this.#O;
    const K = this.#K;
    this.#reserve(size);
    this.size = size;
    for (let r = 0; r < size; r++) {
      const k = order[begin + r];
      for (let o = 0; o < O; o++) this.inputs[r * O + o] = steps.inputs[k * O + o];
      for (let j = 0; j < K; j++) this.actions[r * K + j] = steps.actions[k * K + j];
      this.times[r] = steps.times[k];
      this.advantages[r] = learned.advantages[k];
      this.logBefore[r] = logBefore[k];
      this.values[r] = learned.values[k];
      this.targets[r] = learned.targets[k];
    }
  }

  #reserve(size: number): void {
    if (this.times.length < size) this.times = new Int32Array(2 * size);
    this.inputs = ensureLength(this.inputs, size * this.#O);
    this.actions = ensureLength(this.actions, size * this.#K);
    this.advantages = ensureLength(this.advantages, size);
    this.logBefore = ensureLength(this.logBefore, size);
    this.values = ensureLength(this.values, size);
    this.targets = ensureLength(this.targets, size);
  }
}
