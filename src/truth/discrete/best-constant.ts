import type { FiniteModel } from "../../../envs/contract/models.ts";
import type { Objective, StateWeight } from "../../problem/objective.ts";
import type { DiscretePoint } from "../../problem/point.ts";
import type { EstimatorForm } from "./estimator-form.ts";
import { frameOf } from "./frame.ts";
import { trajectoryMoments } from "./recursion.ts";
import { scoresOf } from "./scores.ts";

/**
 * The constant baseline of least total variance at one θ, b* = E[A·C] / E[‖C‖²] with A = Σ_t c_t Y_t ψ_t and
 * C = Σ_t c_t ψ_t of one trajectory. 0 where no score differs from zero.
 *
 * With one step, E[A·C] = E[‖ψ‖² Q(s,a)]. With more, E‖A − b C‖² is a quadratic in b: the
 * recursion gives it at three b, J and J ± 1, which tell where it is least.
 *
 * @returns undefined where the recursion would take too much time or memory, or the model is not known
 */
export const bestConstant = (
  model: FiniteModel,
  point: DiscretePoint,
  objective: Objective,
  kind: "total" | "to-go",
  stateWeight: StateWeight,
): number | undefined => {
  const { solution } = point;
  if (solution === undefined) return undefined;
  if (objective.horizon === 1) return oneStep(model, point, solution.actionValues);

  const frame = frameOf(model, point, solution, objective);
  if (frame === undefined) return undefined;
  const table = new Float64Array((objective.horizon + 1) * model.states);
  const square = (b: number): number => {
    table.fill(b);
    const form: EstimatorForm = { kind, across: "independent", values: () => table };
    return trajectoryMoments(frame, form, stateWeight)!.square;
  };
  const middle = solution.value;
  const [below, here, above] = [square(middle - 1), square(middle), square(middle + 1)];
  const curvature = below + above - 2 * here; // 2 E‖C‖²
  return curvature > 0 ? middle + (below - above) / (2 * curvature) : 0;
};

/** E[‖ψ‖² Q(s,a)] / E[‖ψ‖²]. @param actionValues [S, A] */
const oneStep = (
  { states, actions, initial }: FiniteModel,
  point: DiscretePoint,
  actionValues: Float64Array,
): number => {
  const { squares } = scoresOf(point);
  let [product, square] = [0, 0];
  for (let row = 0; row < states * actions; row++) {
    const weight = initial[Math.floor(row / actions)] * point.probabilities[row] * squares[row];
    product += weight * actionValues[row];
    square += weight;
  }
  return square > 0 ? product / square : 0;
};
