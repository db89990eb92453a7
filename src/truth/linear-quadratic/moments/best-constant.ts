import type { StateWeight } from "../../../problem/objective.ts";
import { constantQuadratics } from "../quadratic.ts";
import type { LinearQuadraticSolution } from "../solution.ts";
import { frameOf } from "./frame.ts";
import { trajectoryMoments } from "./trajectory-moments.ts";

/**
 * The constant baseline of least total variance at one θ, b* = E[A·C] / E[‖C‖²] with A = Σ_t c_t Y_t ψ_t and
 * C = Σ_t c_t ψ_t of one trajectory. E‖A − b C‖² is a quadratic in b whose slope at J tells where it is least; the
 * slope is a difference over a step as large as the two parts of the sum are, so that it is not lost in rounding.
 *
 * @returns undefined where the recursion would take too much time or memory
 */
export const bestConstant = (
  solution: LinearQuadraticSolution,
  kind: "total" | "to-go",
  stateWeight: StateWeight,
): number | undefined => {
  const frame = frameOf(solution);
  if (frame === undefined) return undefined;
  const rows = solution.objective.horizon + 1;
  const square = (b: number): number => {
    const values = constantQuadratics(rows, solution.dynamics.states, b);
    return trajectoryMoments(frame, { kind, across: "independent", values }, stateWeight)!.square;
  };
  const middle = solution.value;
  const here = trajectoryMoments(frame, { kind, across: "leave-one-out" }, stateWeight)!; // minus J
  const { scoreSquare } = here.returns!;
  const step = Math.sqrt(here.square / scoreSquare);
  if (step === 0) return middle; // nothing varies, J is as good as any
  return middle + (square(middle - step) - square(middle + step)) / (4 * step * scoreSquare);
};
