import type { FiniteModel } from "../../../envs/contract/models.ts";
import type { Solution } from "../../problem/exact.ts";
import type { Objective } from "../../problem/objective.ts";

/** Numbers in the largest table that is kept (2 GiB of float64). */
const MAX_NUMBERS = 2 ** 28;

/**
 * Dynamic programming over a finite model at a finite horizon:
 *
 *   Q_t(s,a) = Σ_o p_o (r_o + γ V_{t+1}(s'_o) [o goes on]),  V_t(s) = Σ_a π(a|s) Q_t(s,a),  V_T = 0,
 *   d_{t+1}(s') = Σ_{s,a} d_t(s) π(a|s) Σ_o p_o [s'_o = s', o goes on],  d_0 = initial,  J = Σ_s d_0(s) V_0(s).
 *
 * Each table is computed when first read after `restart`, into memory that is reused.
 * Cost O(T · outcomes). Source: Puterman (1994), Markov Decision Processes, §4.
 */
export class ExactSolution implements Solution {
  readonly #model: FiniteModel;
  readonly #objective: Objective;
  readonly #probabilities: Float64Array;
  readonly #values: Float64Array;
  readonly #actionValues: Float64Array;
  readonly #occupancy: Float64Array;
  #valuesKnown = false;
  #occupancyKnown = false;

  /** @param probabilities π(a|s), read whenever tables are computed. # [S, A] */
  constructor(model: FiniteModel, objective: Objective, probabilities: Float64Array) {
    const { states, actions } = model;
    const size = objective.horizon * states * actions;
    if (size > MAX_NUMBERS)
      throw new RangeError(
        `exact values of ${objective.horizon} steps × ${states} states × ${actions} actions need ${size} numbers; ` +
          `at most ${MAX_NUMBERS} are kept`,
      );
    this.#model = model;
    this.#objective = objective;
    this.#probabilities = probabilities;
    this.#values = new Float64Array((objective.horizon + 1) * states);
    this.#actionValues = new Float64Array(objective.horizon * states * actions);
    this.#occupancy = new Float64Array(objective.horizon * states);
  }

  /** Forgets the tables, because the policy has changed. */
  restart(): void {
    this.#valuesKnown = false;
    this.#occupancyKnown = false;
  }

  get value(): number {
    const { initial, states } = this.#model;
    const values = this.values;
    let value = 0;
    for (let s = 0; s < states; s++) value += initial[s] * values[s];
    return value;
  }

  get values(): Float64Array {
    if (!this.#valuesKnown) this.#solveBackward();
    return this.#values;
  }

  get actionValues(): Float64Array {
    if (!this.#valuesKnown) this.#solveBackward();
    return this.#actionValues;
  }

  get occupancy(): Float64Array {
    if (!this.#occupancyKnown) this.#solveForward();
    return this.#occupancy;
  }

  #solveBackward(): void {
    const { states, actions, start, probability, next, reward, terminated } = this.#model;
    const { discount, horizon } = this.#objective;
    const policy = this.#probabilities;
    const values = this.#values;
    const actionValues = this.#actionValues;
    for (let t = horizon - 1; t >= 0; t--) {
      const later = (t + 1) * states;
      for (let s = 0; s < states; s++) {
        let value = 0;
        for (let a = 0; a < actions; a++) {
          const row = s * actions + a;
          let q = 0;
          for (let o = start[row]; o < start[row + 1]; o++) {
            const rest = terminated[o] === 1 ? 0 : discount * values[later + next[o]];
            q += probability[o] * (reward[o] + rest);
          }
          actionValues[t * states * actions + row] = q;
          value += policy[row] * q;
        }
        values[t * states + s] = value;
      }
    }
    this.#valuesKnown = true;
  }

  #solveForward(): void {
    const { states, actions, initial, start, probability, next, terminated } = this.#model;
    const policy = this.#probabilities;
    const occupancy = this.#occupancy.fill(0);
    occupancy.set(initial);
    for (let t = 0; t + 1 < this.#objective.horizon; t++) {
      const later = (t + 1) * states;
      for (let row = 0; row < states * actions; row++) {
        const mass = occupancy[t * states + Math.floor(row / actions)] * policy[row];
        if (mass === 0) continue;
        for (let o = start[row]; o < start[row + 1]; o++) {
          if (terminated[o] === 0) occupancy[later + next[o]] += mass * probability[o];
        }
      }
    }
    this.#occupancyKnown = true;
  }
}
