import { normalize } from "../../estimators/normalize.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import { shuffle } from "../../linear-algebra/shuffle.ts";
import { held } from "../../memory/state.ts";
import type { HoldingRule } from "../../optimizers/scheduled.ts";
import { limitNorm } from "./limit-norm.ts";
import { logProbabilities } from "./log-probabilities.ts";
import { type PolicySums, policySlopes, type ValueSums, valueSlopes } from "./losses.ts";
import { beginOfPart, Minibatch } from "./minibatch.ts";
import type { Improver, Learners } from "./rollout-update.ts";

/** How the policy and the values go along the slopes of their losses. */
export interface SurrogateOptions {
  readonly epochs: number;
  /** How many a batch is divided into. */
  readonly minibatches: number;
  /** ε of the ratios; Infinity where none is clipped. */
  readonly clip: number;
  /** ε of the values; Infinity where none is clipped. */
  readonly valueClip: number;
  readonly learningRate: number;
  readonly valueLearningRate: number;
  readonly valueCoefficient: number;
  readonly entropyCoefficient: number;
  /** Infinity where none is shortened. */
  readonly maxGradientNorm: number;
  readonly clipGradients: "together" | "apart";
  readonly normalizeAdvantages: "none" | "minibatch" | "batch";
  readonly deviation: "population" | "sample";
  readonly advantageEpsilon: number;
  readonly anneal: readonly ("learningRate" | "clip")[];
  /** Whether the two move with each minibatch, or one goes over all of its epochs before the other does, or alone. */
  readonly order: "together" | "value-first" | "policy-first" | "values";
  /** Epochs of the values, where the two go one after the other. */
  readonly valueEpochs: number;
  /** Estimate of KL(π_before‖π) beyond which the policy stays; Infinity where it never does. */
  readonly klLimit: number;
  /** What is held to it: each minibatch, before its step; or each epoch, after it. */
  readonly klStop: "minibatch" | "epoch";
}

/** Some epochs over a batch, and who moves in them. */
interface Phase {
  readonly policy: boolean;
  readonly value: boolean;
  readonly epochs: number;
}

/**
 * Goes over a batch in minibatches of shuffled steps, several times, with rules of the kind of `rule` for θ and for w: PPO.
 * Once, with the whole batch and no clip, it is A2C. Hidden layers that the two share go along the sum of both slopes; as
 * rules move every coordinate by itself, the two are then one optimizer. Figures are means over the steps of the last epoch, each of a
 * minibatch before its own step.
 *
 * @param rule makes what moves so many parameters along their slopes
 */
export const surrogate = (
  options: SurrogateOptions,
  rule: (parameters: number) => HoldingRule,
  { context, value, observationSize, actionSize }: Learners,
): Improver => {
  const P = context.point.theta.length;
  const W = value.weights.length;
  const { shared } = value;
  const minibatch = new Minibatch(observationSize, actionSize);
  const policyGradient = new Float64Array(P);
  const valueGradient = new Float64Array(W);
  const gradients = [policyGradient, valueGradient.subarray(shared)];
  const ownWeights = value.weights.subarray(shared);
  const thetaBefore = new Float64Array(P);
  const weightsBefore = new Float64Array(W);
  const normalization = { deviation: options.deviation, epsilon: options.advantageEpsilon };
  const phases = phasesOf(options);
  const policyRule = phases.some((phase) => phase.policy) ? rule(P) : undefined;
  const own = {
    ...(policyRule && { policy: policyRule }),
    ...{ value: rule(ownWeights.length), orders: context.stream("orders") },
  };
  let logBefore = new Float64Array(0);
  let order = new Int32Array(0);

  return {
    ...held(own),
    improve(steps, learned, point, progress) {
      const { theta, policy } = point;
      const annealed = (name: "learningRate" | "clip", number: number) =>
        options.anneal.includes(name) ? (1 - progress) * number : number;
      const learningRate = annealed("learningRate", options.learningRate);
      const valueLearningRate = annealed("learningRate", options.valueLearningRate);
      const loss = { ...options, clip: annealed("clip", options.clip) };
      const valueLoss = { coefficient: options.valueCoefficient, clip: options.valueClip };
      const count = steps.steps;
      const ofPolicy: PolicySums = { steps: 0, loss: 0, entropy: 0, kl: 0, clipped: 0 };
      const ofValue: ValueSums = { steps: 0, loss: 0 };
      const path = { length: 0, moves: 0 }; // sum of the gradients' norms, before they are shortened
      const { minibatches, klLimit, klStop } = options;

      /** Moves with one minibatch. @returns whether to go on */
      const move = (phase: Phase, begin: number, size: number): boolean => {
        minibatch.gather(steps, learned, logBefore, order, begin, size);
        if (options.normalizeAdvantages === "minibatch") normalize(minibatch.advantages, size, normalization);
        policyGradient.fill(0);
        valueGradient.fill(0);
        const before = ofPolicy.kl;
        if (phase.policy) policySlopes(policy.rows, minibatch, loss, policyGradient, ofPolicy);
        if (klStop === "minibatch" && (ofPolicy.kl - before) / size > klLimit) return false;
        if (phase.value) valueSlopes(value, minibatch, valueLoss, valueGradient, ofValue);
        for (let j = 0; j < shared; j++) policyGradient[j] += valueGradient[j];
        path.length += limitNorm(gradients, options.maxGradientNorm, options.clipGradients);
        path.moves++;
        if (!Number.isFinite(path.length)) return false;
        if (phase.policy) {
          policyRule?.(theta, policyGradient, learningRate);
          policy.load(theta);
        }
        if (phase.value) {
          own.value(ownWeights, gradients[1], valueLearningRate);
          value.load(theta);
        }
        return true;
      };
      /** Goes over the batch once, in a new order. @returns whether to go on */
      const pass = (phase: Phase): boolean => {
        if (phase.policy) Object.assign(ofPolicy, { steps: 0, loss: 0, entropy: 0, kl: 0, clipped: 0 });
        if (phase.value) Object.assign(ofValue, { steps: 0, loss: 0 });
        shuffle(order, count, own.orders);
        for (let b = 0; b < minibatches; b++) {
          const begin = beginOfPart(b, count, minibatches);
          if (!move(phase, begin, beginOfPart(b + 1, count, minibatches) - begin)) return false;
        }
        return !(phase.policy && klStop === "epoch" && ofPolicy.kl / ofPolicy.steps > klLimit);
      };

      if (order.length < count) order = new Int32Array(count);
      for (let k = 0; k < count; k++) order[k] = k; // whatever the orders before were
      logBefore = ensureLength(logBefore, count);
      if (policyRule) logProbabilities(policy.rows, steps, logBefore);
      if (options.normalizeAdvantages === "batch") normalize(learned.advantages, count, normalization);
      thetaBefore.set(theta);
      weightsBefore.set(value.weights);
      for (const phase of phases) for (let epoch = 0; epoch < phase.epochs && pass(phase); epoch++);
      const finite = Number.isFinite(path.length);
      if (!finite) {
        theta.set(thetaBefore);
        value.weights.set(weightsBefore);
        value.load(theta);
      }
      point.moveTo(theta);
      return {
        gradientNorm: finite ? path.length / Math.max(1, path.moves) : Number.NaN,
        figures: {
          entropy: ofPolicy.entropy / ofPolicy.steps,
          kl: ofPolicy.kl / ofPolicy.steps,
          clipFraction: ofPolicy.clipped / ofPolicy.steps,
          valueLoss: ofValue.loss / ofValue.steps,
          learningRate,
        },
      };
    },
  };
};

const phasesOf = ({ order, epochs, valueEpochs }: SurrogateOptions): readonly Phase[] => {
  if (order === "together") return [{ policy: true, value: true, epochs }];
  const policy = { policy: true, value: false, epochs };
  const value = { policy: false, value: true, epochs: valueEpochs };
  if (order === "values") return [value];
  return order === "value-first" ? [value, policy] : [policy, value];
};
