import type { ActionSpace } from "../../../envs/contract/models.ts";
import type { Random } from "../../random.ts";
import type { Actions } from "../../trajectories/batch.ts";

/** The distribution over actions that the H outputs of a body stand for; it may have parameters of its own. */
export interface Head {
  /** Numbers that it reads for one observation. */
  readonly inputs: number;
  readonly action: ActionSpace;
  /** Number of its own parameters, the last ones of θ. */
  readonly parameters: number;
  /** Takes on its part of θ. @param theta [P] @param first where its parameters begin */
  load(theta: Float64Array, first: number): void;
  /** Draws an action for each row. @param outputs [rows, H] @param actions [rows, K] */
  draw(outputs: Float64Array, rows: number, random: Random, actions: Float64Array): void;
  /** Writes the most likely action of each row, or another that stands for its distribution. @param actions [rows, K] */
  mode(outputs: Float64Array, rows: number, actions: Float64Array): void;
  /**
   * Writes log π of the actions of some rows.
   * @param outputs [rows, H] @param actions those from row `first` on @param out from index `first` on
   */
  logProbabilities(
    outputs: Float64Array,
    first: number,
    rows: number,
    actions: Actions,
    out: Float64Array,
  ): void;
  /** Writes ∂log π/∂output. @param slopes [rows, H] */
  slopes(outputs: Float64Array, first: number, rows: number, actions: Actions, slopes: Float64Array): void;
  /** Writes the entropy of every row's distribution, in nats, NaN where it is not known; of a density it may be negative. @param out [rows] */
  entropies(outputs: Float64Array, rows: number, out: Float64Array): void;
  /**
   * Adds `weight` times the slopes of every row's entropy: ∂H/∂output, and, summed over the rows, ∂H/∂(own parameters). It is
   * not there where the entropy is not known.
   * @param slopes [rows, H] @param out [P] @param place where its parameters begin
   */
  addEntropySlopes?(
    outputs: Float64Array,
    rows: number,
    weight: number,
    slopes: Float64Array,
    out: Float64Array,
    place: number,
  ): void;
  /**
   * Adds Σ_r w(first + r) ∂log π/∂(own parameters), for several weightings.
   * @param outs [P] each @param place where its parameters begin
   */
  addOwnScores?(
    outputs: Float64Array,
    first: number,
    rows: number,
    actions: Actions,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
    place: number,
  ): void;
  /** Writes KL(π‖π′) of each row, in closed form, in nats. @param to π′ @param out [rows] */
  divergences(from: Distributions, to: Distributions, rows: number, out: Float64Array): void;
  /**
   * Writes M t of each row: M [H, H] is the Fisher matrix of its distribution with respect to the outputs, so the second
   * derivative of KL(π‖·) at π itself.
   * @param tangents t. # [rows, H] @param out [rows, H], may be `tangents`
   */
  fisher(outputs: Float64Array, rows: number, tangents: Float64Array, out: Float64Array): void;
  /**
   * Adds Σ_r F v, for the Fisher matrix F of its own parameters; there is none between them and the outputs.
   * @param direction v. # [P] @param out [P] @param place where its parameters begin
   */
  addOwnFisher?(rows: number, direction: Float64Array, out: Float64Array, place: number): void;
}

/** Distributions of some rows, and a θ of the past or of the present. */
export interface Distributions {
  /** What the body gave. # [rows, H] */
  readonly outputs: Float64Array;
  /** The head's own parameters. */
  readonly own: Float64Array;
}
