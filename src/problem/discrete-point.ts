import type { FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { TabularPolicy } from "../policies/policy.ts";
import { tableScores } from "../policies/table-scores.ts";
import { type Random, Stream } from "../random.ts";
import { type ActingPolicy, kernelSampler } from "../sampling/kernel-sampler.ts";
import { modelSampler } from "../sampling/model-sampler.ts";
import { stepSampler } from "../sampling/step-sampler.ts";
import { tableLanes } from "../sampling/table-lanes.ts";
import type { Sampler, TrajectoryBatch } from "../trajectories/batch.ts";
import type { Solution, TruthAt } from "./exact.ts";
import { type OverActions, overTable } from "./over-actions.ts";
import type { DiscretePoint, Point, Problem } from "./point.ts";
import type { Truth } from "./truth.ts";

/** θ and the tables that follow from it. */
export class TablePoint implements DiscretePoint {
  readonly problem: Problem & { readonly environment: FiniteEnvironment };
  readonly policy: TabularPolicy;
  readonly theta: Float64Array;
  readonly probabilities: Float64Array;
  readonly behavior: Float64Array;
  readonly cumulative: Float64Array;
  readonly exact: TruthAt | undefined;
  readonly weightedScores: DiscretePoint["weightedScores"];
  readonly overActions: OverActions;
  /** How often θ was changed. */
  revision = 0;

  /** @param theta [P], kept and not copied @param truth of the problem, if there is one */
  constructor(
    problem: Problem & { readonly environment: FiniteEnvironment },
    policy: TabularPolicy,
    theta: Float64Array,
    truth: Truth | undefined,
  ) {
    this.problem = problem;
    this.policy = policy;
    this.theta = theta;
    this.probabilities = new Float64Array(policy.states * policy.actions);
    this.behavior =
      problem.uniformPart === 0 ? this.probabilities : new Float64Array(this.probabilities.length);
    this.cumulative = new Float64Array(this.probabilities.length);
    this.weightedScores = tableScores(policy, this.probabilities);
    this.overActions = overTable(this);
    this.exact = truth?.at(this);
    this.moveTo(theta);
  }

  get solution(): Solution | undefined {
    return this.exact?.solution;
  }

  moveTo(theta: Float64Array): void {
    if (theta !== this.theta) this.theta.set(theta);
    const { probabilities, behavior, cumulative } = this;
    const { actions } = this.policy;
    const { uniformPart } = this.problem;
    this.policy.probabilities(this.theta, probabilities);
    if (behavior !== probabilities)
      for (let row = 0; row < behavior.length; row++)
        behavior[row] = (1 - uniformPart) * probabilities[row] + uniformPart / actions;
    accumulate(behavior, actions, cumulative);
    this.revision++;
    this.exact?.restart();
  }

  moved(theta: Float64Array): Point {
    return this.problem.at(theta.slice());
  }

  sampler(actions: Random, randomness: Random): Sampler {
    return this.#samplerOf(this, actions, randomness, this.problem.groupSize);
  }

  ownSampler(deterministic: boolean, actions: Random, randomness: Random): Sampler {
    const { probabilities } = this;
    const count = this.policy.actions;
    const acting = deterministic ? mostLikely(probabilities, count) : probabilities;
    const cumulative = new Float64Array(acting.length);
    accumulate(acting, count, cumulative);
    return this.#samplerOf({ cumulative, revision: 0 }, actions, randomness, 1);
  }

  /** In its own lanes, or over the model's tables where they are all there is to the environment, else step by step. */
  #samplerOf(policy: ActingPolicy, actions: Random, randomness: Random, groupSize: number): Sampler {
    const { environment, objective } = this.problem;
    const { model, thresholds, lanes } = environment;
    const { horizon } = objective;
    const { cumulative } = policy;
    if (lanes !== undefined)
      return tableLanes(environment, lanes, cumulative, horizon, actions, randomness, groupSize);
    if (model === undefined || thresholds === undefined)
      return stepSampler(environment, cumulative, horizon, actions, randomness, groupSize);
    if (actions instanceof Stream && randomness instanceof Stream && actions !== randomness)
      return kernelSampler({ model, thresholds, horizon, groupSize }, policy, actions, randomness);
    return modelSampler(model, thresholds, cumulative, horizon, actions, randomness, groupSize);
  }

  logProbabilities({ steps, states, actions }: TrajectoryBatch, out: Float64Array): void {
    const A = this.policy.actions;
    for (let k = 0; k < steps; k++) out[k] = Math.log(this.probabilities[states[k] * A + actions[k]]);
  }

  ratios({ steps, states, actions }: TrajectoryBatch, behavior: DiscretePoint, out: Float64Array): void {
    const A = this.policy.actions;
    const { probabilities } = this;
    const acting = behavior.behavior;
    for (let k = 0; k < steps; k++) {
      const row = states[k] * A + actions[k];
      out[k] = probabilities[row] / acting[row];
    }
  }
}

/** Writes sums over the actions 0 … a, exactly 1 from the last possible one on. @param out [S, A] */
const accumulate = (probabilities: Float64Array, actions: number, out: Float64Array): void => {
  for (let row = 0; row < out.length; ) {
    let sum = 0;
    let last = row;
    for (let a = 0; a < actions; a++, row++) {
      out[row] = sum += probabilities[row];
      if (probabilities[row] > 0) last = row;
    }
    out.fill(1, last, row); // so that rounding cannot leave a uniform without an action
  }
};

/** 1 for the most likely action of each state, the first of equals. # [S, A] */
const mostLikely = (probabilities: Float64Array, actions: number): Float64Array => {
  const one = new Float64Array(probabilities.length);
  for (let first = 0; first < one.length; first += actions) {
    let best = first;
    for (let row = first + 1; row < first + actions; row++)
      if (probabilities[row] > probabilities[best]) best = row;
    one[best] = 1;
  }
  return one;
};
