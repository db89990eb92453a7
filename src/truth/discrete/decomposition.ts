import type { Scores } from "./scores.ts";

/** VarianceParts of the total variance of one trajectory's estimate X = Σ_t c_t ψ_t W_t, with w = E[W_t | s_t, a_t]. */
export interface VarianceParts {
  /** Σ_t c_t² E[‖ψ‖² Var(W_t | s_t, a_t)]: what happens beside the action. */
  readonly trajectory: number;
  /** Σ_t c_t² E[Var_a(ψ w | s_t)]: the choice of the action. */
  readonly action: number;
  /** Σ_t c_t² Var(E[ψ w | s_t]): the state at t, and whether the trajectory goes on at all. */
  readonly state: number;
}

/**
 * Adds up, state by state and step by step, the parts of the variance and the mean E[X] = Σ_t c_t E[ψ w]. What is
 * left of the total variance are covariances between different steps; with one step there are none. Every
 * square is that of a difference which is centered before.
 *
 * The same three sources as Σ_τ + Σ_a + Σ_s of Tucker et al. (2018), The Mirage of Action-Dependent Baselines, §3,
 * there for one step under the state distribution.
 */
export class Decomposition {
  trajectory = 0;
  action = 0;
  state = 0;
  /** E[‖C‖²] of the sum of scores C = Σ_t c_t ψ_t, whose terms are uncorrelated. */
  scoreSquare = 0;
  /** Σ_t c_t² ‖E[ψ w]‖². */
  meanSquare = 0;
  /** E[X]. # [P] */
  readonly mean: Float64Array;
  /** Σ_t κᵗ c_t E[ψ w] = E[Y_0 C], where w is that of Y minus a baseline. # [P] */
  readonly withStart: Float64Array;

  readonly #scores: Scores;
  readonly #actions: number;
  /** E[ψ w | s] of every state visited last, where `Scores` has its parameters. # [Σ k_s] */
  readonly directions: Float64Array;
  /** E[ψ w; the trajectory goes on]. # [P] */
  readonly #stepMean: Float64Array;

  constructor(scores: Scores, parameters: number) {
    this.#scores = scores;
    this.#actions = scores.squares.length / (scores.first.length - 1);
    this.mean = new Float64Array(parameters);
    this.withStart = new Float64Array(parameters);
    this.directions = new Float64Array(scores.parameters.length);
    this.#stepMean = new Float64Array(parameters);
  }

  /**
   * Takes in a state of the step.
   * @param mass P(s_t = s and the trajectory goes on) · c_t²
   * @param probabilities π. # [S, A] @param weights w. # [A] @param variances Var(W | s, a). # [A]
   */
  visit(
    s: number,
    mass: number,
    probabilities: Float64Array,
    weights: Float64Array,
    variances: Float64Array,
  ): void {
    const { first, values, squares } = this.#scores;
    const A = this.#actions;
    const size = first[s + 1] - first[s];
    const directions = this.directions;
    directions.fill(0, first[s], first[s + 1]);
    for (let a = 0; a < A; a++) {
      const p = probabilities[s * A + a];
      this.trajectory += mass * p * squares[s * A + a] * variances[a];
      this.scoreSquare += mass * p * squares[s * A + a];
      for (let k = 0; k < size; k++)
        directions[first[s] + k] += p * weights[a] * values[first[s] * A + a * size + k];
    }
    for (let a = 0; a < A; a++) {
      let square = 0;
      for (let k = 0; k < size; k++)
        square += (weights[a] * values[first[s] * A + a * size + k] - directions[first[s] + k]) ** 2;
      this.action += mass * probabilities[s * A + a] * square;
    }
  }

  /**
   * Ends a step, all of whose states were visited.
   * @param occupancy P(s_t = s and the trajectory goes on). # [S], from `at` on @param power κᵗ
   */
  endStep(occupancy: Float64Array, at: number, coefficient: number, power: number): void {
    const { first, parameters } = this.#scores;
    const directions = this.directions;
    const stepMean = this.#stepMean.fill(0);
    const S = first.length - 1;
    for (let s = 0; s < S; s++) {
      const mass = occupancy[at + s];
      if (mass === 0) continue;
      for (let k = first[s]; k < first[s + 1]; k++) stepMean[parameters[k]] += mass * directions[k];
    }
    let variance = 0; // Σ_s d g·(g − ḡ), which is Σ_s d ‖g‖² − ‖ḡ‖²
    for (let s = 0; s < S; s++) {
      const mass = occupancy[at + s];
      if (mass === 0) continue;
      for (let k = first[s]; k < first[s + 1]; k++)
        variance += mass * directions[k] * (directions[k] - stepMean[parameters[k]]);
    }
    this.state += coefficient * coefficient * Math.max(0, variance);
    for (let j = 0; j < stepMean.length; j++) {
      this.mean[j] += coefficient * stepMean[j];
      this.meanSquare += (coefficient * stepMean[j]) ** 2;
      this.withStart[j] += power * coefficient * stepMean[j];
    }
  }
}
