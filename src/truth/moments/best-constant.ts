import type { EstimatorForm } from "../../estimation.ts";
import type { FiniteModel, FrozenPolicy, Objective, StateWeight } from "../../types.ts";
import { frameOf } from "./frame.ts";
import { trajectoryMoments } from "./recursion.ts";

/**
 * The constant baseline of least total variance at one θ, b* = E[A·C] / E[‖C‖²] with A = Σ_t c_t Y_t ψ_t and
 * C = Σ_t c_t ψ_t of one trajectory. E‖A − b C‖² is a quadratic in b, so that its values at three b, which the
 * recursion gives, tell where it is least. 0 where no score differs from zero.
 *
 * @returns undefined where the recursion would take too much time or memory, or the model is not known
 */
export const bestConstant = (
  model: FiniteModel,
  at: FrozenPolicy,
  objective: Objective,
  kind: EstimatorForm["kind"] & ("total" | "to-go"),
  stateWeight: StateWeight,
): number | undefined => {
  const frame = at.solution && frameOf(model, at, at.solution, objective);
  if (frame === undefined) return undefined;
  const middle = frame.solution.value; // near b*, so that little is lost to rounding
  const table = new Float64Array((objective.horizon + 1) * model.states);
  const square = (b: number): number => {
    table.fill(b);
    const form: EstimatorForm = { kind, across: "independent", values: () => table };
    return trajectoryMoments(frame, form, stateWeight)!.square;
  };
  const [below, here, above] = [square(middle - 1), square(middle), square(middle + 1)];
  const curvature = below + above - 2 * here; // 2 E‖C‖²
  return curvature > 0 ? middle + (below - above) / (2 * curvature) : 0;
};
