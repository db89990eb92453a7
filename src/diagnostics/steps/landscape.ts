import { norm } from "../../linear-algebra/norm.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import type { LandscapeEvent, LandscapeKind, StreamKey } from "../diagnostic.ts";
import { meanReturns } from "../mean-returns.ts";
import { exactHeight, type Height, rise, type Surface } from "./height.ts";
import { planeOf } from "./plane.ts";

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
  /** Whether undiscounted returns of the same trajectories are told too, where J is not known exactly. */
  readonly undiscounted?: boolean;
}

export const LANDSCAPE: LandscapeOptions = { half: 5, radius: 2, trajectories: 64 };

/** What else is looked at over the same grid, by its name; the objective itself always is. */
export type Surrogates = { readonly [K in Extract<LandscapeKind, "surrogate" | "held_out">]?: Surface };

/**
 * The true objective J and surrogates of it on a grid θ + x u + y v: u has the direction of a step, v is
 * drawn from those at right angles to it, and both are as long as the step, so that the step leads to (1, 0). With a
 * single parameter there is no v, and y is 0. The truth is J where it is known exactly, else the mean return of
 * trajectories with the same random numbers at all points (`meanReturns`). Beside each height stands how much higher it
 * is than at θ, with the error of that difference.
 *
 * Cost: (2m + 1)² exact values of J, or (2m + 1)² · n · T environment steps, and as many calls of each surrogate.
 *
 * @param step θ' − θ. # [P]
 * @returns the truth, the surrogates and, if asked for, undiscounted returns, row by row from the lowest y; nothing for a
 * step that is zero or not finite
 */
export const landscape = (
  point: Point,
  step: Float64Array,
  surrogates: Surrogates,
  key: StreamKey,
  options = LANDSCAPE,
): Landscape[] => {
  const { half, radius, unit = norm(step), trajectories, undiscounted = false } = options;
  const plane = planeOf(step, stream(...key, "plane"));
  if (plane === undefined) return [];
  const { along, across } = plane;
  const elsewhere = point.moved(point.theta);
  const sampled = meanReturns(elsewhere, trajectories, [...key, "truth"]);
  const theta = new Float64Array(point.theta.length);
  const heightsAt = (x: number, y: number): Partial<Record<LandscapeKind, Height>> => {
    for (let j = 0; j < theta.length; j++)
      theta[j] = point.theta[j] + unit * (x * along[j] + y * (across ? across[j] : 0));
    elsewhere.moveTo(theta);
    const { exact } = elsewhere;
    const returns = exact ? undefined : sampled();
    return {
      true: exact ? exactHeight(exact.value) : returns!.discounted,
      ...Object.fromEntries(Object.entries(surrogates).map(([kind, surface]) => [kind, surface(elsewhere)])),
      ...(undiscounted && returns && { episode_return: returns.undiscounted }),
    };
  };
  const points: { x: number; y: number; heights: Partial<Record<LandscapeKind, Height>> }[] = [];
  const rows = across ? half : 0;
  for (let row = 0 - rows; row <= rows; row++)
    for (let column = -half; column <= half; column++) {
      const [x, y] = [(column * radius) / half, (row * radius) / half];
      points.push({ x, y, heights: heightsAt(x, y) });
    }
  const { heights: here } = points[(points.length - 1) / 2]; // θ itself
  return (Object.keys(here) as LandscapeKind[]).map((kind) => {
    const heights = points.map((point) => point.heights[kind]!);
    const changes = heights.map((height) => rise(here[kind]!, height));
    return {
      kind,
      x: Float64Array.from(points, ({ x }) => x),
      y: Float64Array.from(points, ({ y }) => y),
      value: Float64Array.from(heights, ({ value }) => value),
      standardError: Float64Array.from(heights, ({ standardError }) => standardError),
      change: Float64Array.from(changes, ({ value }) => value),
      changeError: Float64Array.from(changes, ({ standardError }) => standardError),
    };
  });
};
