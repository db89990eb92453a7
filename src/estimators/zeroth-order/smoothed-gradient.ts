import { norm } from "../../linear-algebra/norm.ts";
import type { Objective } from "../../problem/objective.ts";
import type { Point } from "../../problem/point.ts";
import type { Random } from "../../random.ts";
import { stream } from "../../random.ts";
import type { OtherEstimand } from "../estimator.ts";
import type { EstimatorContext } from "../kind.ts";
import type { DirectionRule, Surroundings } from "./direction-rules.ts";
import { move, type SimulatedReturns, simulatedReturns } from "./simulated-returns.ts";

/** Draws of an average: enough to bring its standard error below this share of its norm, … */
const TARGET_RELATIVE_ERROR = 1e-3;
/** … but no fewer, … */
const MIN_DRAWS = 32;
/** … and no more: of exact gradients, which cost the most and vary the least, … */
const MAX_GRADIENTS = 100;
/** … and of differences of J or of returns. */
const MAX_DIFFERENCES = 2000;

/** What an estimator along random directions is an estimate of. */
export interface SmoothedParts {
  readonly name: string;
  /** h. */
  readonly step: number;
  /** Without sampling, where J is known exactly and P small. */
  readonly rule: DirectionRule;
  /** Directions of one set, the sum over which has the mean that is wanted. */
  readonly directions: number;
  /** Whether they are N(0, I), so that the gradient about θ has the same mean. */
  readonly gaussian?: boolean;
  /** Writes the i-th direction of a set. @param out [P] */
  draw(i: number, random: Random, out: Float64Array): void;
}

/**
 * E[Σ v (J(θ + hv) − J(θ − hv)) / 2h], the sum over a set of directions v: for v ~ N(0, I) the gradient of the smoothed
 * objective E[J(θ + hv)]. By a rule where J is known exactly and P is small; otherwise an average over random
 * directions, of the exact J or ∇J, or of trajectories with common random numbers, and then with a standard error.
 *
 * Source: Nesterov & Spokoiny (2017), Random gradient-free minimization of convex functions, §2 (Gaussian smoothing).
 */
export const smoothedGradient = (
  context: EstimatorContext,
  { name, step, rule, directions, gaussian = false, draw }: SmoothedParts,
): OtherEstimand => {
  let own: { readonly point: Point; readonly returns: SimulatedReturns } | undefined;
  return {
    name,
    gradient({ theta }: Point, out) {
      if (own === undefined) {
        const point = context.at(theta.slice());
        own = { point, returns: simulatedReturns(point) };
      }
      const { point, returns } = own;
      const exact = surroundings(point, context.objective, theta, step);
      const error = exact && rule(exact, out);
      if (error !== undefined) return error;
      const random = stream("smoothed objective", name, step);
      const v = new Float64Array(out.length);
      if (exact?.slope && gaussian) {
        const { slope } = exact;
        return average(MAX_GRADIENTS, out, (one) => {
          draw(0, random, v);
          slope(v, one);
        });
      }
      const quotient = exact?.quotient ?? sampledQuotient(returns, random, theta, step);
      return average(MAX_DIFFERENCES, out, (one) => {
        one.fill(0);
        for (let i = 0; i < directions; i++) {
          draw(i, random, v);
          const value = quotient(v);
          for (let j = 0; j < v.length; j++) one[j] += v[j] * value;
        }
      });
    },
  };
};

/** J about θ, where it is known. @param point the policy that is moved about */
const surroundings = (
  point: Point,
  { stateWeight, discount }: Objective,
  theta: Float64Array,
  step: number,
): Surroundings | undefined => {
  const { exact } = point;
  if (exact === undefined) return undefined;
  const valueAt = (direction: Float64Array, h: number): number => {
    move(point, theta, direction, h);
    return exact.value;
  };
  const other = new Float64Array(theta.length);
  return {
    quotient: (v) => (valueAt(v, step) - valueAt(v, -step)) / (2 * step),
    ...((stateWeight === "discounted" || discount === 1) && {
      slope(v: Float64Array, out: Float64Array) {
        move(point, theta, v, step);
        exact.gradient(out);
        move(point, theta, v, -step);
        exact.gradient(other);
        for (let j = 0; j < out.length; j++) out[j] = (out[j] + other[j]) / 2;
      },
    }),
  };
};

/** The same from two trajectories with common random numbers. */
const sampledQuotient = (
  returns: SimulatedReturns,
  random: Random,
  theta: Float64Array,
  step: number,
): Surroundings["quotient"] => {
  returns.begin(random);
  return (v) => (returns.draw(theta, v, step, false) - returns.draw(theta, v, -step, true)) / (2 * step);
};

/** Writes the mean of draws; returns its standard error √(trΣ/n). */
const average = (most: number, out: Float64Array, draw: (one: Float64Array) => void): number => {
  const one = new Float64Array(out.length);
  let squares = 0; // Σ ‖x − mean‖², by Welford's recurrence
  out.fill(0);
  for (let n = 1; ; n++) {
    draw(one);
    for (let j = 0; j < out.length; j++) {
      const difference = one[j] - out[j];
      out[j] += difference / n;
      squares += difference * (one[j] - out[j]);
    }
    const error = Math.sqrt(squares / (n - 1) / n);
    if (n >= MIN_DRAWS && (n === most || error <= TARGET_RELATIVE_ERROR * norm(out))) return error;
  }
};
