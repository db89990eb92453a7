import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { ensureLength } from "../linear-algebra/scratch.ts";
import type { FunctionPolicy } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import { continuousSampler } from "../sampling/continuous-sampler.ts";
import type { Sampler, TrajectoryBatch } from "../trajectories/batch.ts";
import type { TruthAt } from "./exact.ts";
import { type OverActions, overFunction } from "./over-actions.ts";
import { partlyUniform } from "./partly-uniform.ts";
import type { ContinuousPoint, Point, Problem } from "./point.ts";
import type { Truth } from "./truth.ts";

/** θ and a policy over observations that holds it. */
export class FunctionPoint implements ContinuousPoint {
  readonly problem: Problem & { readonly environment: ContinuousEnvironment };
  readonly policy: FunctionPolicy;
  readonly theta: Float64Array;
  readonly exact: TruthAt | undefined;
  readonly overActions: OverActions | undefined;
  readonly #acting: Pick<FunctionPolicy, "act">;
  #scratch = new Float64Array(0); // [steps]

  /** @param theta [P], kept and not copied @param truth of the problem, if there is one */
  constructor(
    problem: Problem & { readonly environment: ContinuousEnvironment },
    policy: FunctionPolicy,
    theta: Float64Array,
    truth: Truth | undefined,
  ) {
    this.problem = problem;
    this.policy = policy;
    this.theta = theta;
    this.#acting = partlyUniform(policy, problem.uniformPart);
    const { count } = policy.action;
    this.overActions = count === undefined ? undefined : overFunction(policy, count);
    this.exact = truth?.at(this);
    this.moveTo(theta);
  }

  moveTo(theta: Float64Array): void {
    if (theta !== this.theta) this.theta.set(theta);
    this.policy.load(this.theta);
    this.exact?.restart();
  }

  moved(theta: Float64Array): Point {
    return this.problem.at(theta.slice());
  }

  sampler(actions: Random, randomness: Random): Sampler {
    const { environment, objective, groupSize } = this.problem;
    return continuousSampler(environment, this.#acting, objective.horizon, actions, randomness, groupSize);
  }

  ownSampler(deterministic: boolean, actions: Random, randomness: Random): Sampler {
    const { policy } = this;
    const { environment, objective } = this.problem;
    const acting: Pick<FunctionPolicy, "act"> = deterministic
      ? { act: (observations, rows, time, _, out) => policy.decide(observations, rows, time, out) }
      : policy;
    return continuousSampler(environment, acting, objective.horizon, actions, randomness);
  }

  logProbabilities(batch: TrajectoryBatch, out: Float64Array): void {
    this.policy.logProbabilities(batch, out);
  }

  ratios(batch: TrajectoryBatch, behavior: ContinuousPoint, out: Float64Array): void {
    const { uniformPart } = this.problem;
    if (behavior === this && uniformPart === 0) {
      out.fill(1, 0, batch.steps);
      return;
    }
    this.policy.logProbabilities(batch, out);
    this.#scratch = ensureLength(this.#scratch, batch.steps);
    if (behavior === this) this.#scratch.set(out.subarray(0, batch.steps));
    else behavior.policy.logProbabilities(batch, this.#scratch);
    if (uniformPart > 0) {
      const share = uniformPart / (this.policy.action.count ?? 1);
      for (let k = 0; k < batch.steps; k++)
        this.#scratch[k] = Math.log((1 - uniformPart) * Math.exp(this.#scratch[k]) + share);
    }
    for (let k = 0; k < batch.steps; k++) out[k] = Math.exp(out[k] - this.#scratch[k]);
  }

  weightedScores(
    batch: TrajectoryBatch,
    from: number,
    to: number,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void {
    this.policy.weightedScores(batch, from, to, weightings, outs);
  }
}
