import type { Random } from "../random.ts";

/**
 * The differentiable part of a policy over observations: from an observation (and the time) to H numbers, of which a
 * head makes a distribution. Its parameters are the first ones of θ.
 */
export interface Body {
  readonly parameters: number;
  /** Numbers H that it gives. */
  readonly outputs: number;
  /** Draws a first θ of it; zeros are one where it is not given. @param out [P], of which the first `parameters` are written */
  initialize?(random: Random, out: Float64Array): void;
  /** Takes on its part of θ. @param theta [P], of which the first `parameters` are read */
  load(theta: Float64Array): void;
  /**
   * Writes the outputs of some observations, at most `ROWS` at a time, and keeps what `backward` needs.
   * @param inputs the observations are those from row `first` on. # [first + rows, O]
   * @param times t of each row. # [rows]
   * @param out [rows, H]
   */
  forward(inputs: Float64Array, first: number, rows: number, times: Int32Array, out: Float64Array): void;
  /**
   * Adds Σ_r w(first + r) Σ_h slopes(r, h) ∂out(r, h)/∂θ, over the rows of the last `forward`, for several
   * weightings in one pass.
   * @param slopes [rows, H] @param weightings each [first + rows] @param outs each [P], added to
   */
  backward(
    first: number,
    rows: number,
    slopes: Float64Array,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void;
  /**
   * Writes the derivative of the outputs along a direction v, Σ_j v_j ∂out(r, h)/∂θ_j, of the rows of the last `forward`:
   * forward mode, where `backward` is reverse mode, and may follow.
   * @param direction v. # [P], of which the first `parameters` are read @param out [rows, H]
   */
  tangents(rows: number, direction: Float64Array, out: Float64Array): void;
}

/** Most rows of one `forward`. */
export const ROWS = 256;
