import type { VarianceParts } from "./decomposition.ts";
import { HALF_UNIT } from "./form-rewards.ts";

/** What limits the digits of the moments of one trajectory's estimate X = Σ_t c_t ψ_t W_t. */
export interface Rounding {
  /** (Σ_t √E‖c_t ψ_t W_t‖²)²: a bound of E‖X‖², and of what the recursions add and subtract on the way to it. */
  readonly magnitude: number;
  /** Bound of E‖δX‖², with δX what X may err by, since rewards and tables are rounded numbers. */
  readonly input: number;
  /** Bound of E‖δR C‖², the same of the return times the sum of scores. */
  readonly returns: number;
  /** Roundings of a sum, about. */
  readonly operations: number;
}

/** The running figures of `VarianceParts`, with E‖C‖² of the sum of scores. */
interface Running extends VarianceParts {
  readonly scoreSquare: number;
  /** Σ_t c_t² ‖E[ψ W]‖². */
  readonly meanSquare: number;
}

/** Adds up the roundings step by step, from what each step adds to the parts of the variance. */
export class RoundingOfSteps {
  #steps = 0;
  #magnitude = 0;
  #input = 0;
  #square = 0;
  #scores = 0;

  /** @param uncertainty what W_t of this step may err by */
  endStep({ trajectory, action, state, meanSquare, scoreSquare }: Running, uncertainty: number): void {
    const square = trajectory + action + state + meanSquare;
    this.#magnitude += Math.sqrt(Math.max(0, square - this.#square));
    this.#input += uncertainty * Math.sqrt(Math.max(0, scoreSquare - this.#scores));
    this.#square = square;
    this.#scores = scoreSquare;
    this.#steps++;
  }

  /** @param uncertainty what the return may err by */
  of({ scoreSquare }: Pick<Running, "scoreSquare">, uncertainty: number): Rounding {
    return {
      magnitude: this.#magnitude ** 2,
      input: this.#input ** 2,
      returns: uncertainty ** 2 * scoreSquare,
      operations: 16 + this.#steps,
    };
  }
}

/** What a variance may err by: of a sum of `magnitude`, and of an estimate that errs by δX with E‖δX‖² = `input`. */
export const varianceError = (
  variance: number,
  magnitude: number,
  input: number,
  operations: number,
): number => HALF_UNIT * operations * magnitude + 2 * Math.sqrt(variance * input) + input;
