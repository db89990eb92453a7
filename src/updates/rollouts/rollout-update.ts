import { isDiscrete, requireLanes } from "../../../envs/contract/environment.ts";
import type { NamedEstimator } from "../../estimators/named.ts";
import { held, type Savable } from "../../memory/state.ts";
import { frozenScaler, type RewardScalerOptions, rewardScaler } from "../../normalizers/rewards.ts";
import { type FunctionPolicy, isTabular } from "../../policies/policy.ts";
import type { ContinuousPoint } from "../../problem/point.ts";
import { laneSampler } from "../../sampling/lane-sampler.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import type { Update, UpdateContext, UpdateFigures } from "../update.ts";
import { type AdvantageOptions, type Advantages, advantagesWith } from "./advantages.ts";
import { criticOfUpdate } from "./critic-of-update.ts";
import type { LearnedFrom } from "./learned-from.ts";
import { type LearnedSteps, stepsReader } from "./learned-steps.ts";
import { type OfTwo, requireOneOptimizer } from "./one-optimizer.ts";
import { type PolicySurrogateOptions, policySurrogate } from "./policy-surrogate.ts";
import { requireCarry } from "./require-carry.ts";
import { rolloutEstimator } from "./rollout-estimator.ts";
import { type ValueFunction, type ValueFunctionShape, valueFunction } from "./value-function.ts";

/** Options of every update from batches of steps. */
export interface RolloutOptions extends AdvantageOptions, OfTwo, PolicySurrogateOptions {
  /** How rewards are scaled; they are not if not given. */
  readonly rewards?: Scaling | undefined;
  readonly carry: boolean;
  readonly entropyCoefficient?: number;
  readonly value: ValueOption;
}

/** A value network of its own, or the last layer of one whose hidden layers are the policy's. */
export type ValueOption =
  | (ValueFunctionShape & { readonly shared?: false | undefined })
  | (Pick<ValueFunctionShape, "weights"> & { readonly shared: true });

type Scaling = Omit<RewardScalerOptions, "discount" | "clip"> & { readonly clip?: number | undefined };

const none = Number.POSITIVE_INFINITY;

/** What an update moves with one batch: the policy, and the values. */
export interface Improver extends Savable {
  /**
   * Moves `point.theta`, and w of the value function.
   * @param progress 0 at the first update, and nearly 1 at the last
   * @returns the norm of the gradient that it went along, not finite where everything stays as it was; and figures
   */
  improve(
    steps: LearnedSteps,
    learned: Advantages,
    point: ContinuousPoint,
    progress: number,
  ): { readonly gradientNorm: number; readonly figures: Omit<UpdateFigures, "explainedVariance"> };
}

/** What an improver is made of. */
export interface Learners {
  readonly context: UpdateContext;
  readonly value: ValueFunction;
  readonly observationSize: number;
  /** K; 1 where actions are numbered. */
  readonly actionSize: number;
}

/**
 * An update from steps of lanes: advantages with a value network of its own, and an improver that goes over them. All that
 * PPO, A2C and TRPO share.
 *
 * @throws RangeError where states are discrete, or lanes cannot be left and gone on with
 */
export const rolloutUpdate = (
  kind: string,
  options: RolloutOptions,
  context: UpdateContext,
  improver: (learners: Learners) => Improver,
): Update => {
  const { environment, policy, objective } = context.point.problem;
  if (isDiscrete(environment) || isTabular(policy))
    throw new RangeError(`${kind} needs continuous states; those of ${environment.kind} are discrete`);
  if (context.lanes > 1) requireLanes(environment, "lanes side by side");
  if (options.carry) requireCarry(environment, objective.horizon);
  if ((options.entropyCoefficient ?? 0) !== 0 && !policy.rows.knowsEntropy)
    throw new RangeError(
      "entropyCoefficient needs an entropy in closed form; that of a squashed policy has none",
    );
  const { observationSize, action } = environment;
  const { normalizer } = policy;
  const { shared: sharesHidden = false } = options.value;
  if (sharesHidden) requireOneOptimizer(kind, options);
  const shape = shapeOf(options.value, policy);
  const value = valueFunction(observationSize, shape, context.stream("value"), sharesHidden);
  value.load(context.point.theta);
  const { discount } = objective;
  const scaler =
    options.rewards &&
    rewardScaler(context.lanes, { ...options.rewards, discount, clip: options.rewards.clip ?? none });
  const read = stepsReader(observationSize, normalizer, scaler);
  const advantages = advantagesWith(value, discount, options);
  const learn = (batch: TrajectoryBatch, theta: Float64Array): LearnedFrom => {
    const steps = read(batch);
    return { steps, ...advantages(steps, theta) };
  };
  const improves = improver({ context, value, observationSize, actionSize: action.size ?? 1 });
  const own = { updates: 0 };
  const progress = () => progressOf(own.updates, context.iterations);
  const estimator: NamedEstimator = {
    name: "agent",
    kind,
    estimator: rolloutEstimator(learn),
    options,
  };
  return {
    estimators: [estimator],
    batches: 1,
    value,
    learned: (batch, { theta }) => learn(batch, theta),
    ...(scaler && { scaler: frozenScaler(scaler) }),
    ...(!(options.rewards?.of === "rewards") && {
      critic: criticOfUpdate(read, value, options, () => scaler?.unit() ?? 1),
    }),
    ...held({
      value,
      improves,
      ...(normalizer && { normalizer }),
      ...(scaler && { scaler }),
      progress: held(own),
    }),
    lanes(actions, randomness) {
      const { rows } = (context.point as ContinuousPoint).policy;
      const { horizon } = objective;
      const parts = { environment, policy: rows, horizon, discount, lanes: context.lanes };
      return laneSampler({ ...parts, carry: options.carry, normalizer, scaler }, actions, randomness);
    },
    surrogate(batch, { theta }) {
      const learned = learn(batch, theta);
      return policySurrogate(learned.steps, learned, options, progress());
    },
    step(batch, point) {
      const learned = learn(batch, point.theta);
      const { steps } = learned;
      const explainedVariance = explained(learned, steps.steps);
      const { gradientNorm, figures } = improves.improve(
        steps,
        learned,
        point as ContinuousPoint,
        progress(),
      );
      own.updates++;
      const entropy = Number.isNaN(figures.entropy) ? null : figures.entropy;
      if (Number.isFinite(gradientNorm) && normalizer && !("see" in normalizer)) {
        normalizer.update(batch);
        normalizer.refresh();
      }
      return { gradientNorm, envSteps: batch.steps, figures: { ...figures, entropy, explainedVariance } };
    },
  };
};

/** Part of training that lies behind an update. One after the last, which only a probe tries, is made like the last. */
const progressOf = (updates: number, iterations: number): number =>
  iterations === 0 ? 0 : Math.min(updates, iterations - 1) / iterations;

/** @throws RangeError where layers are to be shared that are not there */
const shapeOf = (option: ValueOption, { kind, hidden }: FunctionPolicy): ValueFunctionShape => {
  if (!option.shared) return option;
  if (hidden === undefined)
    throw new RangeError(`value.shared needs hidden layers of the policy; ${kind} has none here`);
  return { ...hidden, weights: option.weights };
};

/** 1 − Var(T − V)/Var(T); null where all targets are equal. */
const explained = ({ values, targets }: Advantages, steps: number): number | null => {
  let meanTarget = 0;
  let meanError = 0;
  for (let k = 0; k < steps; k++) {
    meanTarget += targets[k] / steps;
    meanError += (targets[k] - values[k]) / steps;
  }
  let target = 0;
  let error = 0;
  for (let k = 0; k < steps; k++) {
    target += (targets[k] - meanTarget) ** 2;
    error += (targets[k] - values[k] - meanError) ** 2;
  }
  return target > 0 ? 1 - error / target : null;
};
