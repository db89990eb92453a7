import type { Policy, TabularPolicy, VectorPolicy } from "../policies/policy.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { ExactGradient, Solution } from "./exact.ts";

/** A policy frozen at one θ, with everything that follows from θ computed when first asked for. */
export interface Point {
  readonly policy: Policy;
  readonly theta: Float64Array; // [P]
  /** J and ∇J without sampling, where they are known. */
  readonly exact: ExactGradient | undefined;
  /** Writes Σ_k w_k ∇θ log π(a_k|·) over the steps `from` … `to` − 1, for several weightings [steps] in one pass. */
  weightedScores(
    batch: TrajectoryBatch,
    from: number,
    to: number,
    weightings: readonly Float64Array[],
    outs: readonly Float64Array[],
  ): void;
}

/** A table of a policy's probabilities, frozen at one θ. */
export interface DiscretePoint extends Point {
  readonly policy: TabularPolicy;
  readonly probabilities: Float64Array; // [S, A]
  /** The policy that acts, μ(a|s): the same array as `probabilities` unless the study names a behavior. # [S, A] */
  readonly behavior: Float64Array;
  /** Sums of μ over the actions 0 … a, exactly 1 from the last possible action on. # [S, A] */
  readonly cumulative: Float64Array;
  /** Exact values of this θ; only where the model is known. */
  readonly solution: Solution | undefined;
}

/** A policy over observations, frozen at one θ, which it holds. */
export interface ContinuousPoint extends Point {
  readonly policy: VectorPolicy;
}
