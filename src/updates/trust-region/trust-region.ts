import { normalize } from "../../estimators/normalize.ts";
import { norm } from "../../linear-algebra/norm.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { held } from "../../memory/state.ts";
import type { Distributions } from "../../policies/heads/head.ts";
import type { InputRows, PolicyMetric } from "../../policies/policy-metric.ts";
import type { ContinuousPoint } from "../../problem/point.ts";
import type { LearnedSteps } from "../rollouts/learned-steps.ts";
import { logProbabilities } from "../rollouts/log-probabilities.ts";
import { type PolicySums, policySlopes } from "../rollouts/losses.ts";
import type { Improver, Learners } from "../rollouts/rollout-update.ts";
import type { ConjugateGradientOptions } from "./conjugate-gradients.ts";
import { fisherProduct } from "./fisher-product.ts";
import type { ChooseSteps } from "./fisher-steps.ts";
import { type LineSearchOptions, lineSearch } from "./line-search.ts";
import { naturalStep } from "./natural-step.ts";

/** How far the policy goes along the natural gradient. */
export interface TrustRegionOptions extends Omit<LineSearchOptions, "delta"> {
  /** δ at the first update; … */
  readonly klLimit: number;
  /** … and at the end of training, to which it goes on a straight line. */
  readonly klLimitEnd: number;
  readonly conjugateGradients: ConjugateGradientOptions;
  readonly damping: number;
  /** Steps whose Fisher matrices are averaged. */
  readonly fisher: ChooseSteps;
  readonly normalizeAdvantages: "none" | "batch";
  readonly deviation: "population" | "sample";
  readonly advantageEpsilon: number;
}

/**
 * Goes along the natural gradient of the surrogate mean(ρ Â) as far as a trust region of size δ lets it, by a line search:
 * TRPO. Advantages are those of the values before, so that it is all the same who moves first. Where no try is accepted,
 * the policy stays as it is, and its KL is 0. The entropy told is that of the policy before, the KL in closed form.
 *
 * Source: Schulman et al. (2015), arXiv 1502.05477, appendix C.
 *
 * @param values moves w, and leaves θ alone
 */
export const trustRegion = (
  options: TrustRegionOptions,
  values: Improver,
  { context, observationSize: O }: Learners,
): Improver => {
  const P = context.point.theta.length;
  const gradient = new Float64Array(P);
  const step = new Float64Array(P);
  const thetaBefore = new Float64Array(P);
  const { own: ofHead } = (context.point as ContinuousPoint).policy.metric;
  const before = { outputs: new Float64Array(0), own: new Float64Array(ofHead) };
  const after = { outputs: new Float64Array(0), own: new Float64Array(ofHead) };
  const own = { values, draws: context.stream("fisher") };
  const normalization = { deviation: options.deviation, epsilon: options.advantageEpsilon };
  let logBefore = new Float64Array(0); // [steps], and so are the next two
  let logNow = new Float64Array(0);
  let divergences = new Float64Array(0);
  let chosen = new Int32Array(0);
  const few = { inputs: new Float64Array(0), times: new Int32Array(0) };

  /** The steps of which F is the mean. */
  const fisherRows = ({ steps, inputs, times }: LearnedSteps): InputRows => {
    if (chosen.length < steps) chosen = new Int32Array(steps);
    const rows = options.fisher(steps, own.draws, chosen);
    few.inputs = ensureLength(few.inputs, rows * O);
    if (few.times.length < rows) few.times = new Int32Array(rows);
    for (let r = 0; r < rows; r++) {
      for (let o = 0; o < O; o++) few.inputs[r * O + o] = inputs[chosen[r] * O + o];
      few.times[r] = times[chosen[r]];
    }
    return { ...few, rows };
  };

  /** Writes the distributions at the θ that was loaded. */
  const distributionsAt = (
    metric: PolicyMetric,
    input: InputRows,
    theta: Float64Array,
    out: typeof before,
  ): void => {
    out.outputs = ensureLength(out.outputs, input.rows * metric.outputs);
    metric.distributions(input, theta, out);
  };

  return {
    ...held(own),
    improve(steps, learned, point, progress) {
      const { theta } = point;
      const { rows, metric } = point.policy;
      const { advantages } = learned;
      const count = steps.steps;
      const input = { rows: count, inputs: steps.inputs, times: steps.times };
      const delta = options.klLimit + progress * (options.klLimitEnd - options.klLimit);
      logBefore = ensureLength(logBefore, count);
      logNow = ensureLength(logNow, count);
      divergences = ensureLength(divergences, count);

      if (options.normalizeAdvantages === "batch") normalize(advantages, count, normalization);
      logProbabilities(rows, steps, logBefore);
      const sums: PolicySums = { steps: 0, loss: 0, entropy: 0, kl: 0, clipped: 0 };
      policySlopes(rows, { ...steps, size: count, advantages, logBefore }, plain, gradient.fill(0), sums);
      const figures = { entropy: sums.entropy / count, kl: 0, clipFraction: null, learningRate: null };
      const gradientNorm = norm(gradient);
      if (!Number.isFinite(gradientNorm))
        return { gradientNorm: Number.NaN, figures: { ...figures, valueLoss: null } };
      const fitted = values.improve(steps, learned, point, progress);
      const { valueLoss } = fitted.figures;
      if (!Number.isFinite(fitted.gradientNorm))
        return { gradientNorm: Number.NaN, figures: { ...figures, valueLoss } };

      thetaBefore.set(theta);
      distributionsAt(metric, input, theta, before);
      const apply = fisherProduct(metric, fisherRows(steps), options.damping);
      const expected = naturalStep(apply, gradient, delta, options.conjugateGradients, step);
      const meanDivergence = (from: Distributions, to: Distributions): number => {
        metric.divergences(from, to, count, divergences);
        let sum = 0;
        for (let k = 0; k < count; k++) sum += divergences[k];
        return sum / count;
      };
      const fraction = lineSearch({ ...options, delta }, expected, (fraction) => {
        for (let j = 0; j < P; j++) theta[j] = thetaBefore[j] + fraction * step[j];
        point.policy.load(theta);
        logProbabilities(rows, steps, logNow);
        distributionsAt(metric, input, theta, after);
        let gain = 0;
        for (let k = 0; k < count; k++) gain += advantages[k] * Math.expm1(logNow[k] - logBefore[k]);
        const forth = options.rule.order === "before-after";
        return {
          gain: gain / count,
          kl: forth ? meanDivergence(before, after) : meanDivergence(after, before),
        };
      });
      if (fraction === 0) theta.set(thetaBefore);
      else figures.kl = meanDivergence(before, after);
      point.moveTo(theta);
      return { gradientNorm, figures: { ...figures, valueLoss } };
    },
  };
};

/** The surrogate as it is, without a clip or a bonus. */
const plain = { clip: Number.POSITIVE_INFINITY, entropyCoefficient: 0 };
