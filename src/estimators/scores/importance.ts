import { z } from "zod";
import { baselines } from "../../baselines/index.ts";
import type { Baseline, BaselineContext, BaselineLaw } from "../../baselines/kind.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
import { make } from "../../registry.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo, totalReturn } from "../../trajectories/returns.ts";
import { ANY_BATCH, type Law } from "../estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../kind.ts";
import { acrossLaw } from "../law.ts";
import { aimsAt, stateWeightOf, weighBy } from "../state-weight.ts";
import { weighted } from "../weighted.ts";
import { minusBaseline } from "./minus-baseline.ts";
import { multiplyByProducts, perDecisionReturn } from "./ratios.ts";
import { reinforce } from "./reinforce.ts";

const options = z.strictObject({
  ratio: z
    .enum(["trajectory", "per-decision"])
    .default("per-decision")
    .describe("ratios that a reward is multiplied by: of the whole trajectory, or up to the reward"),
  ...reinforce.options.shape,
});

/**
 * REINFORCE from the trajectories of a behavior policy μ, by importance weighting with ρ_t = π(a_t|s_t)/μ(a_t|s_t):
 * - trajectory: w_t = (Π_k ρ_k) (R − b), or (Π_k ρ_k) γᵗ (G_t − b);
 * - per-decision: w_t = γᵗ (Π_{j≤t} ρ_j) (Z_t − b), Z_t = r_t + γ ρ_{t+1} Z_{t+1}; that is
 *   γᵗ Σ_{k≥t} γ^{k−t} (Π_{j≤k} ρ_j) r_k without the baseline.
 *
 * Unbiased for ∇J wherever REINFORCE is, whoever acts. The products of ratios mostly add variance, though a μ that
 * does more of what pays can take some away. Where all ρ are 1 it is REINFORCE. The total return has no per-decision
 * form: under μ, E[ψ_t] is not 0, so rewards of before t need the ratio of step t too. Baselines are fitted to the
 * returns as they are seen (R and G of μ, or Z): any b that does not depend on the trajectory's actions will do, as
 * E[ρ_t ψ_t | s_t] = 0.
 *
 * Source: Precup, Sutton & Singh (2000), §3–4; for gradients Jie & Abbeel (2010), §2.
 */
export const importance = {
  summary: "importance-weighted REINFORCE, for a behavior other than the policy",
  options,
  create(
    { average, normalize, deviation, epsilon, ...chosen }: z.output<typeof options>,
    context: EstimatorContext,
  ) {
    const { objective } = context;
    const { discount } = objective;
    const fromStart = chosen.return === "total";
    const perDecision = chosen.ratio === "per-decision";
    if (fromStart && perDecision)
      throw new RangeError('ratio "per-decision" needs return "to-go": it has no form for the total return');
    const stateWeight = stateWeightOf(chosen, objective);
    const weighByTime = weighBy(fromStart ? "none" : stateWeight, discount);
    let ratios = new Float64Array(0); // of the batch whose returns were written last

    const writeReturns = (batch: TrajectoryBatch, point: Point, out: Float64Array): void => {
      ratios = ensureLength(ratios, batch.steps);
      point.ratios(batch, point, ratios);
      if (perDecision) perDecisionReturn(batch, discount, ratios, out);
      else (fromStart ? totalReturn : returnToGo)(batch, discount, out);
    };
    const weigh = (batch: TrajectoryBatch, weights: Float64Array): void => {
      weighByTime(batch, weights);
      multiplyByProducts(batch, ratios, perDecision ? "past" : "trajectory", weights);
    };
    const baseline = make<[BaselineContext], Baseline>(baselines, chosen.baseline, {
      ...context,
      stateWeight,
      fromStart,
      weigh,
    });
    return weighted({
      estimand: {
        stateWeight,
        unbiased: baseline.unbiased && aimsAt(stateWeight, { objective, offPolicy: false }),
      },
      takes: { ...ANY_BATCH, fewest: baseline.minimumBatch },
      law: lawOf(baseline.law),
      ...minusBaseline(baseline, writeReturns),
      weigh,
      average,
      normalize,
      deviation,
      epsilon,
    });
  },
} satisfies EstimatorKind;

/** With ratios no form holds; what is left is how the trajectories of a batch meet. */
const lawOf = (law: BaselineLaw): Law => {
  if (law.kind !== "form") return { kind: law.kind };
  return { kind: acrossLaw(law.across) ?? "unknown" };
};
