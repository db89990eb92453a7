import { norm } from "../linear-algebra/norm.ts";
import type { Problem } from "../problem/point.ts";
import { normal, stream } from "../random.ts";
import { type Claim, near } from "./claim.ts";

const STEP = 1e-4;
/** Random directions in which J is differentiated. */
const DIRECTIONS = 8;

/**
 * Checks the exact gradient against central differences of the exact J, in random directions of length 1 (each
 * of them sees all coordinates). With the state weight "none" there is no J to differentiate.
 */
export function* checkTruth(problem: Problem, theta: Float64Array): Generator<Claim> {
  const { environment, policy, objective } = problem;
  if (objective.stateWeight === "none") return;
  const P = policy.parameters;
  const gradient = new Float64Array(P);
  const moved = theta.slice();
  const point = problem.at(moved);
  if (point.exact === undefined) return;
  point.exact.gradient(gradient);
  const valueAt = (direction: Float64Array, step: number): number => {
    for (let j = 0; j < P; j++) moved[j] = theta[j] + step * direction[j];
    point.moveTo(moved);
    return point.exact?.value ?? Number.NaN;
  };
  const random = stream("check", "directions");
  const scale = Math.max(1, Math.abs(valueAt(gradient, 0)));
  let worst: Claim | undefined;
  for (let i = 0; i < DIRECTIONS; i++) {
    const direction = Float64Array.from({ length: P }, () => normal(random));
    const length = norm(direction);
    for (let j = 0; j < P; j++) direction[j] /= length;
    // Richardson's extrapolation of two central differences: error O(h⁴)
    const slope = (h: number) => (valueAt(direction, h) - valueAt(direction, -h)) / (2 * h);
    const expected = (4 * slope(STEP / 2) - slope(STEP)) / 3;
    const figure = gradient.reduce((sum, value, j) => sum + value * direction[j], 0);
    const claim = near(
      `${environment.kind}: ∇J against finite differences of J`,
      figure,
      expected,
      1e-8 * scale,
    );
    if (worst === undefined || Math.abs(figure - expected) > Math.abs(worst.figure - worst.expected))
      worst = claim;
  }
  if (worst) yield { ...worst, note: `the worst of ${DIRECTIONS} random directions` };
}
