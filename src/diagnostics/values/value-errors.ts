import type { Critic } from "../../critics/critic.ts";
import type { Point } from "../../problem/point.ts";
import { stream } from "../../random.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { needOnPolicy, type StreamKey } from "../diagnostic.ts";
import { jackknife, perStep } from "../variance/jackknife.ts";
import { stepSums } from "../variance/step-sums.ts";
import { explainedVariance } from "./explained-variance.ts";
import { type KnownValues, knownValues, type ValueCost } from "./known-values.ts";
import { tableErrors, type ValueErrors } from "./table-errors.ts";
import { drawVisits, type Visits } from "./visits.ts";

/** How much is drawn. */
export interface CriticCost extends ValueCost {
  readonly trajectories: number;
}

export const CRITIC_COST: CriticCost = { trajectories: 64, times: 8, branches: 4 };

/** A critic, and the name under which its figures are kept. */
export interface NamedCritic {
  readonly subject: string;
  readonly critic: Critic;
}

/**
 * How far critics are from V^π, weighted by how often π visits a state at a time, each step counting 1:
 *
 *   value_error         E[Σ_t (V̂(s_t) − V_t^π(s_t))²] / E[T],
 *   value_bias          E[Σ_t (V̂(s_t) − V_t^π(s_t))] / E[T],
 *   explained_variance  1 − Var(G_t − V̂(s_t)) / Var(G_t), on trajectories that no critic was fitted to.
 *
 * The first two come without sampling where the critic is a table and the model is known. Elsewhere they are means
 * over drawn trajectories: with V^π itself where it is known; else (V̂ − ȳ)² − v/b and V̂ − ȳ, with the mean ȳ and
 * the sample variance v of b returns from a snapshot of the state, which are unbiased. Standard errors are over
 * trajectories.
 *
 * A critic that fits itself to every batch it evaluates has no values before it sees one, and gets no figures.
 *
 * Cost: n · T environment steps, and n · times · branches · T/2 where V^π is not known, for all critics together.
 * @throws RangeError where another policy acts, and for fewer than two branches
 */
export const valueErrors = (
  point: Point,
  critics: readonly NamedCritic[],
  key: StreamKey,
  cost = CRITIC_COST,
): Diagnostic[] => {
  const { objective } = point.problem;
  needOnPolicy(point, "the value error");
  const draws = (role: string) => stream(...key, role);
  const visits = drawVisits(point, cost.trajectories, draws("actions"), draws("environment"));
  const { batch } = visits;
  const values = new Float64Array(batch.steps);
  const ends = new Float64Array(batch.trajectories);
  let known: KnownValues | undefined; // sampled when first needed, and then for all critics
  return critics
    .filter(({ critic }) => critic.fit !== "same-batch")
    .flatMap(({ subject, critic }) => {
      critic.evaluate(batch, point, values, ends);
      const exact = tableErrors(critic, point);
      if (exact === undefined) known ??= knownValues(point, visits, key, cost);
      const { square, bias } = exact ?? sampledErrors(visits, values, known!);
      return [
        { subject, name: "value_error", ...square },
        { subject, name: "value_bias", ...bias },
        { subject, name: "explained_variance", ...explainedVariance(batch, objective.discount, values) },
      ];
    });
};

const sampledErrors = (
  { batch }: Visits,
  estimates: Float64Array,
  { weights, values, variances }: KnownValues,
): ValueErrors => {
  const errors = values.map((value, k) => estimates[k] - value);
  const squares = errors.map((error, k) => weights[k] * (error * error - variances[k]));
  return {
    square: jackknife(stepSums(batch, squares), 2, perStep),
    bias: jackknife(
      stepSums(
        batch,
        errors.map((error, k) => weights[k] * error),
      ),
      2,
      perStep,
    ),
  };
};
