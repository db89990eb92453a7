import type { VectorEnvironment } from "../../envs/contract/environment.ts";
import type { VectorPolicy } from "../policies/policy.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { exactFor } from "../truth/exact-for.ts";
import type { ExactGradient } from "./exact.ts";
import type { Objective } from "./objective.ts";
import type { ContinuousPoint } from "./point.ts";

/** θ of a policy over observations; `freeze` hands it over after it was changed in place. */
export class FunctionAtTheta implements ContinuousPoint {
  readonly policy: VectorPolicy;
  readonly theta: Float64Array;
  readonly exact: ExactGradient | undefined;
  readonly #restart: () => void;

  /** @param theta [P], kept and not copied */
  constructor(
    policy: VectorPolicy,
    theta: Float64Array,
    environment: VectorEnvironment,
    objective: Objective,
  ) {
    this.policy = policy;
    this.theta = theta;
    const exact = exactFor(environment, policy, objective, theta);
    this.exact = exact;
    this.#restart = () => exact?.restart();
    this.freeze();
  }

  freeze(): void {
    this.policy.load(this.theta);
    this.#restart();
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
