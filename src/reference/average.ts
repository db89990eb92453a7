import { dot } from "../linear-algebra/vectors.ts";
import { held, type Savable } from "../memory/state.ts";
import { stream } from "../random.ts";
import { splitHalfCosine } from "../statistics/split-half-cosine.ts";
import { REFERENCE_BATCH, type ReferenceSums } from "./draw.ts";

/** Equal parts that a reference is kept in, for its error and the split halves. */
export const PARTS = 32;

/** A reference gradient with its errors. */
export interface Reference {
  readonly hash: string;
  readonly trajectories: number;
  readonly envSteps: number;
  /** Mean return, and its standard error. */
  readonly value: number;
  readonly valueError: number;
  readonly gradient: Float64Array; // [P]
  /** Standard error of the gradient, as a norm: the square root of the trace of its covariance. */
  readonly standardError: number;
  /** Mean cosine between the means of two random halves. */
  readonly splitHalfCosine: number;
  /** Means of `PARTS` equal parts. # [PARTS, P] */
  readonly parts: Float64Array;
}

/** The running mean of a reference; the parts grow alike. Between two stages it tells what is known. */
export class ReferenceAverage implements Savable {
  readonly save: Savable["save"];
  readonly restore: Savable["restore"];
  readonly #parameters: number;
  readonly #sums;

  constructor(parameters: number) {
    this.#parameters = parameters;
    const parts = new Float64Array(PARTS * parameters);
    this.#sums = { parts, batches: 0, squares: 0, value: 0, valueSquares: 0, envSteps: 0 };
    ({ save: this.save, restore: this.restore } = held(this.#sums));
  }

  /** Of the stages that are complete. */
  get batches(): number {
    return this.#sums.batches;
  }

  /** Adds the sums of a task of a stage, which has `PARTS` of them or a multiple, all of the same size. */
  add(task: number, { gradient, squares, value, valueSquares, envSteps }: ReferenceSums): void {
    const first = (task % PARTS) * this.#parameters;
    const sums = this.#sums;
    for (let j = 0; j < this.#parameters; j++) sums.parts[first + j] += gradient[j];
    sums.squares += squares;
    sums.value += value;
    sums.valueSquares += valueSquares;
    sums.envSteps += envSteps;
  }

  /** Says that all tasks of a stage of so many batches are added. */
  complete(batches: number): void {
    this.#sums.batches += batches;
  }

  get mean(): Float64Array {
    const { parts, batches } = this.#sums;
    const mean = new Float64Array(this.#parameters);
    for (let k = 0; k < parts.length; k++) mean[k % this.#parameters] += parts[k] / batches;
    return mean;
  }

  /** Estimate of tr Cov(ḡ): the variance between batches over their number. */
  #variance(mean: Float64Array): number {
    const { squares, batches } = this.#sums;
    return Math.max(0, squares / batches - dot(mean, mean)) / (batches - 1);
  }

  /**
   * The standard error relative to the norm of the gradient, with ‖G‖² estimated without the noise's part; infinite
   * where that is not positive.
   */
  get relativeError(): number {
    const mean = this.mean;
    const variance = this.#variance(mean);
    const signal = dot(mean, mean) - variance;
    if (!Number.isFinite(variance)) return Number.NaN; // something overflowed
    if (variance === 0) return 0;
    return signal > 0 ? Math.sqrt(variance / signal) : Number.POSITIVE_INFINITY;
  }

  result(hash: string): Reference {
    const { batches, envSteps, valueSquares } = this.#sums;
    const gradient = this.mean;
    const value = this.#sums.value / batches;
    const parts = this.#sums.parts.map((sum) => (sum * PARTS) / batches);
    return {
      hash,
      trajectories: batches * REFERENCE_BATCH,
      envSteps,
      value,
      valueError: Math.sqrt(Math.max(0, valueSquares / batches - value * value) / (batches - 1)),
      gradient,
      standardError: Math.sqrt(this.#variance(gradient)),
      splitHalfCosine: splitHalfCosine(parts, PARTS, stream("reference", hash, "halves")).estimate,
      parts,
    };
  }
}
