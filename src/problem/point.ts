import type {
  ContinuousEnvironment,
  Environment,
  FiniteEnvironment,
} from "../../envs/contract/environment.ts";
import type { FunctionPolicy, Policy, TabularPolicy } from "../policies/policy.ts";
import type { Random } from "../random.ts";
import type { Sampler, TrajectoryBatch } from "../trajectories/batch.ts";
import type { Solution, TruthAt } from "./exact.ts";
import type { Objective } from "./objective.ts";
import type { OverActions } from "./over-actions.ts";

/** What is optimized: environment × objective × policy × behavior × groups. */
export interface Problem {
  readonly environment: Environment;
  readonly objective: Objective;
  /** Its shape; the observation normalizer that all points share is this one's. */
  readonly policy: Policy;
  /** ε of the behavior μ = (1 − ε) π + ε / A that draws the actions; 0 where the policy itself acts. */
  readonly uniformPart: number;
  /** Whether a behavior other than the policy draws the actions. */
  readonly offPolicy: boolean;
  /** Trajectories that share each first state; 1 where none do. */
  readonly groupSize: number;
  /**
   * The problem at one θ, with memory of its own.
   * @param theta [P], kept and not copied
   */
  at(theta: Float64Array): Point;
}

/**
 * A problem at one θ: all that estimators, critics, truths and diagnostics ask. What follows from θ is computed when
 * first asked for.
 */
export interface Point {
  readonly problem: Problem;
  readonly policy: Policy;
  readonly theta: Float64Array; // [P]
  /** J and ∇J without sampling, where they are known. */
  readonly exact: TruthAt | undefined;
  /** Sums over all actions; only where actions are discrete. */
  readonly overActions: OverActions | undefined;
  /** Takes on another θ, in place; also to be called with `theta` itself after that was changed. @param theta [P] */
  moveTo(theta: Float64Array): void;
  /** A point of the same problem with memory of its own: for inner steps, landscapes, search. @param theta copied. # [P] */
  moved(theta: Float64Array): Point;
  /** Draws batches at the θ of the moment; equal streams give common random numbers. */
  sampler(actions: Random, environment: Random): Sampler;
  /**
   * Draws batches of the policy itself, whatever behavior and groups there are, at the θ of the moment when it is made.
   * @param deterministic whether the most likely action is taken everywhere; the first of equals
   */
  ownSampler(deterministic: boolean, actions: Random, environment: Random): Sampler;
  /** Writes log π(a_k|·) of every step of a batch. @param out [steps] */
  logProbabilities(batch: TrajectoryBatch, out: Float64Array): void;
  /** Writes π(a_k|·) / μ(a_k|·) of every step, with μ the behavior at another point or this one. @param out [steps] */
  ratios(batch: TrajectoryBatch, behavior: Point, out: Float64Array): void;
  /** Writes Σ_k w_k ∇θ log π(a_k|·) over the steps `from` … `to` − 1, for several weightings [steps] in one pass. */
  weightedScores(
    batch: TrajectoryBatch,
    from: number,
    to: number,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void;
}

/** A point whose states are discrete: its policy is a table. */
export interface DiscretePoint extends Point {
  readonly problem: Problem & { readonly environment: FiniteEnvironment };
  readonly policy: TabularPolicy;
  readonly probabilities: Float64Array; // [S, A]
  /** The policy that acts, μ(a|s): the same array as `probabilities` unless the study names a behavior. # [S, A] */
  readonly behavior: Float64Array;
  /** Sums of μ over the actions 0 … a, exactly 1 from the last possible action on. # [S, A] */
  readonly cumulative: Float64Array;
  /** Exact values of this θ; only where the model is known. */
  readonly solution: Solution | undefined;
}

/** A point whose states are continuous: its policy is a function of observations, and holds θ. */
export interface ContinuousPoint extends Point {
  readonly problem: Problem & { readonly environment: ContinuousEnvironment };
  readonly policy: FunctionPolicy;
}

/** Whether a policy is a table over the states of its environment. */
export const isDiscretePoint = (point: Point): point is DiscretePoint => "probabilities" in point;
