import { norm } from "../../linear-algebra/norm.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { LandscapeEvent, Measured, StreamKey } from "../diagnostic.ts";
import { meanReturn } from "../mean-return.ts";
import { planeOf } from "./plane.ts";
import { surrogateOf } from "./surrogate.ts";

/** Heights over a grid, point by point: x along the step, y across it, both in units of its length (or of `unit`). */
export type Landscape = Omit<LandscapeEvent, "type" | "iteration">;

export interface LandscapeOptions {
  /** m: the grid has 2m + 1 points each way. */
  readonly half: number;
  /** Largest x and y. */
  readonly radius: number;
  /** Length of 1 in θ; that of the step if not given. */
  readonly unit?: number;
  /** Trajectories for each point, where J is not known exactly. */
  readonly trajectories: number;
  /** ε of the surrogate's clipping; it is not clipped if not given. */
  readonly clip?: number;
}

export const LANDSCAPE: LandscapeOptions = { half: 5, radius: 2, trajectories: 64 };

/**
 * The true objective J and the surrogate of a batch on a grid θ + x u + y v: u has the direction of a step, v is
 * drawn from those at right angles to it, and both are as long as the step, so that the step leads to (1, 0). With a
 * single parameter there is no v, and y is 0. The truth is J where it is known exactly, else the mean return of
 * trajectories with the same random numbers at all points (`meanReturn`); the surrogate is that of `surrogateOf`.
 *
 * Cost: (2m + 1)² exact values of J, or (2m + 1)² · n · T environment steps, and as many passes over the batch.
 *
 * @param step θ' − θ. # [P]
 * @param batch trajectories of the policy at θ, with which the step was made; it must stay as it is meanwhile
 * @returns the truth and the surrogate, row by row from the lowest y; nothing for a step that is zero or not finite
 * @throws RangeError where another policy acts
 */
export const landscape = (
  point: Point,
  step: Float64Array,
  batch: TrajectoryBatch,
  key: StreamKey,
  options = LANDSCAPE,
): Landscape[] => {
  const { half, radius, unit = norm(step), trajectories, clip } = options;
  const plane = planeOf(step, stream(...key, "plane"));
  if (plane === undefined) return [];
  const { along, across } = plane;
  const elsewhere = point.moved(point.theta);
  const surrogate = surrogateOf(point, batch, clip);
  const sampled = meanReturn(elsewhere, trajectories, [...key, "truth"]);
  const theta = new Float64Array(point.theta.length);
  const points: { x: number; y: number; truth: Measured; guess: Measured }[] = [];
  const rows = across ? half : 0;
  for (let row = 0 - rows; row <= rows; row++) {
    for (let column = -half; column <= half; column++) {
      const [x, y] = [(column * radius) / half, (row * radius) / half];
      for (let j = 0; j < theta.length; j++)
        theta[j] = point.theta[j] + unit * (x * along[j] + y * (across ? across[j] : 0));
      elsewhere.moveTo(theta);
      const { exact } = elsewhere;
      const truth = exact ? { value: exact.value, standardError: 0 } : sampled();
      points.push({ x, y, truth, guess: surrogate(elsewhere) });
    }
  }
  const columns = (kind: Landscape["kind"], height: "truth" | "guess"): Landscape => ({
    kind,
    x: Float64Array.from(points, ({ x }) => x),
    y: Float64Array.from(points, ({ y }) => y),
    value: Float64Array.from(points, (point) => point[height].value),
    standardError: Float64Array.from(points, (point) => point[height].standardError),
  });
  return [columns("true", "truth"), columns("surrogate", "guess")];
};
