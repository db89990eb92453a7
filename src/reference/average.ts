import { dot } from "../linear-algebra/vectors.ts";
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

/** The running mean of a reference; the parts grow alike. */
export class ReferenceAverage {
  batches = 0;
  readonly #parts: Float64Array;
  readonly #parameters: number;
  #squares = 0;
  #value = 0;
  #valueSquares = 0;
  #envSteps = 0;

  constructor(parameters: number) {
    this.#parameters = parameters;
    this.#parts = new Float64Array(PARTS * parameters);
  }

  /** Adds the sums of a stage, in the order of its tasks: `PARTS` of them or a multiple, all of the same size. */
  add(stage: readonly ReferenceSums[], batches: number): void {
    for (const [i, sums] of stage.entries()) {
      const first = (i % PARTS) * this.#parameters;
      for (let j = 0; j < this.#parameters; j++) this.#parts[first + j] += sums.gradient[j];
      this.#squares += sums.squares;
      this.#value += sums.value;
      this.#valueSquares += sums.valueSquares;
      this.#envSteps += sums.envSteps;
    }
    this.batches += batches;
  }

  get mean(): Float64Array {
    const mean = new Float64Array(this.#parameters);
    for (let k = 0; k < this.#parts.length; k++) mean[k % this.#parameters] += this.#parts[k] / this.batches;
    return mean;
  }

  /** Estimate of tr Cov(ḡ): the variance between batches over their number. */
  #variance(mean: Float64Array): number {
    return Math.max(0, this.#squares / this.batches - dot(mean, mean)) / (this.batches - 1);
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
    const { batches } = this;
    const gradient = this.mean;
    const value = this.#value / batches;
    const parts = this.#parts.map((sum) => (sum * PARTS) / batches);
    return {
      hash,
      trajectories: batches * REFERENCE_BATCH,
      envSteps: this.#envSteps,
      value,
      valueError: Math.sqrt(Math.max(0, this.#valueSquares / batches - value * value) / (batches - 1)),
      gradient,
      standardError: Math.sqrt(this.#variance(gradient)),
      splitHalfCosine: splitHalfCosine(parts, PARTS, stream("reference", hash, "halves")).estimate,
      parts,
    };
  }
}
