import type { Environment } from "../../envs/contract/environment.ts";
import { withEnvironment } from "../config/environments.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { estimators } from "../estimators/index.ts";
import type { EstimatorContext } from "../estimators/kind.ts";
import { policies } from "../policies/index.ts";
import type { Policy } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import { createProblem } from "../problem/problem.ts";
import { stream } from "../random.ts";
import { choice, make } from "../registry.ts";
import { meanDiscountedReturn } from "../trajectories/returns.ts";
import type { ReferenceRequest } from "./problem.ts";

/** Trajectories of one batch of a reference. */
export const REFERENCE_BATCH = 64;

/** Some consecutive batches of a reference. */
export interface ReferenceTask {
  readonly problem: ReferenceRequest;
  /** Of the problem: with a batch's number it makes the key of the batch's draws. */
  readonly hash: string;
  readonly firstBatch: number;
  readonly batches: number;
}

/** Sums over the batches of a task. */
export interface ReferenceSums {
  /** Σ g. # [P] */
  readonly gradient: Float64Array;
  /** Σ ‖g‖². */
  readonly squares: number;
  /** Σ of the batches' mean returns, and of its squares. */
  readonly value: number;
  readonly valueSquares: number;
  readonly envSteps: number;
}

/** Reward-to-go minus the mean of the other trajectories at each time: unbiased, and of low variance everywhere. */
const ESTIMATOR = { kind: "reinforce", baseline: { kind: "time", fit: "leave-one-out" } };

/**
 * Draws some batches of a reference, each from streams of its own, so that they can be drawn in any order.
 * @param own an environment made elsewhere, in place of the configured one
 */
export const drawReference = (task: ReferenceTask, own?: Environment): ReferenceSums =>
  withEnvironment(task.problem.environment, own, (environment) => drawWith(task, environment));

const drawWith = (
  { problem, hash, firstBatch, batches }: ReferenceTask,
  environment: Environment,
): ReferenceSums => {
  const { objective, theta } = problem;
  const createPolicy = () =>
    make<[Environment, Objective], Policy>(policies, problem.policy, environment, objective);
  const drawn = createProblem({ environment, objective, createPolicy }, []);
  if ("normalizer" in drawn.policy) drawn.policy.normalizer?.moments.set(problem.normalizer);
  const point = drawn.at(theta.slice());
  const context: EstimatorContext = { ...drawn, critic: unused };
  const options = choice(estimators).parse(ESTIMATOR);
  const estimator = make<[EstimatorContext], Estimator>(estimators, options, context);
  const gradient = new Float64Array(theta.length);
  const estimate = new Float64Array(theta.length);
  let [squares, value, valueSquares, envSteps] = [0, 0, 0, 0];
  for (let b = firstBatch; b < firstBatch + batches; b++) {
    const draws = (role: string) => stream("reference", hash, b, role);
    const draw = point.sampler(draws("actions"), draws("environment"));
    const batch = draw(REFERENCE_BATCH);
    estimator.estimate(batch, point, estimate, draws("estimator"));
    for (let j = 0; j < gradient.length; j++) {
      gradient[j] += estimate[j];
      squares += estimate[j] * estimate[j];
    }
    const mean = meanDiscountedReturn(batch, objective.discount);
    value += mean;
    valueSquares += mean * mean;
    envSteps += batch.steps;
  }
  return { gradient, squares, value, valueSquares, envSteps };
};

const unused = (): never => {
  throw new Error("a reference needs no critic");
};
