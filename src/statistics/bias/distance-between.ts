import { meanVector, projections } from "../../linear-algebra/vectors.ts";
import { studentQuantile } from "../distributions/student.ts";
import { type Interval, LEVEL } from "../interval.ts";
import { squaredDistance } from "./squared-distance.ts";

/** Independent vectors of one mean. */
export interface Sample {
  readonly vectors: Float64Array; // [N, P]
  readonly count: number; // N
}

/**
 * ‖E x − E y‖² of two independent samples without the noise of either mean, ‖x̄ − ȳ‖² − trΣ_x/N − trΣ_y/M: it may be
 * negative. The interval is that of `squaredDistance`, which it is where y is a point: the variances of both add up, with
 * 4 tr(Σ_x Σ_y)/(NM) of the products of their noise.
 *
 * @returns in units of ‖x‖²; NaN limits for fewer than 6 vectors of either
 */
export const distanceBetween = (x: Sample, y: Sample, level = LEVEL): Interval => {
  const [center, target] = [meanVector(x.vectors, x.count), meanVector(y.vectors, y.count)];
  const own = squaredDistance(x.vectors, x.count, target, level);
  const other = squaredDistance(y.vectors, y.count, center, level);
  const estimate = own.estimate - other.totalVariance / y.count;
  const crossed = meanSquareProduct(x.vectors, center, y.vectors, target) / (x.count * y.count);
  const square = own.noise ** 2 + other.noise ** 2 + 4 * crossed;
  const slope = 4 * (own.varianceAlong / x.count + other.varianceAlong / y.count);
  const t = studentQuantile((1 + level) / 2, Math.min(x.count, y.count) - 1);
  const middle = estimate + (t * t * slope) / 2;
  const margin = t * Math.sqrt(Math.max(0, (t * t * slope * slope) / 4 + slope * estimate + square));
  return { estimate, low: middle - margin, high: middle + margin };
};

/** tr(Σ_x Σ_y): the mean of ((x_i − x̄)·(y_k − ȳ))². @param x [N, P] @param y [C, P] */
export const meanSquareProduct = (
  x: Float64Array,
  centerX: Float64Array,
  y: Float64Array,
  centerY: Float64Array,
): number => {
  const P = centerX.length;
  const [N, C] = [x.length / P, y.length / P];
  let sum = 0;
  for (let k = 0; k < C; k++) {
    const shift = centerY.map((center, j) => y[k * P + j] - center);
    sum += projections(x, N, centerX, shift).reduce((total, product) => total + product * product, 0);
  }
  return sum / ((N - 1) * (C - 1));
};
