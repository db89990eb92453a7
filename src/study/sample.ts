import { z } from "zod";
import type { Environment } from "../../envs/contract/environment.ts";
import { withEnvironment } from "../config/environments.ts";
import { configIssues } from "../config/issues.ts";
import { studySchema } from "../config/schema.ts";
import { ConfigError, issueAt } from "../errors/config-error.ts";
import { UsageError } from "../errors/usage-error.ts";
import { policies } from "../policies/index.ts";
import type { Policy } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import { createProblem } from "../problem/problem.ts";
import { stream } from "../random.ts";
import { make } from "../registry.ts";
import { initialTheta } from "../setup/initial-theta.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import type { StudyInput } from "./complete-study.ts";

/** One trajectory of T steps, in memory of its own. */
export interface Trajectory {
  /** States s_0 … s_T, the last one included; empty where states are continuous. # [T + 1] */
  readonly states: Int32Array;
  /** What the policy saw, the last one included; empty where states are discrete. # [T + 1][O] */
  readonly observations: readonly Float64Array[];
  /** Numbers of the actions; a number or a vector each where states are continuous. # [T] or [T][K] */
  readonly actions: Int32Array | readonly Float64Array[];
  readonly rewards: Float64Array; // [T]
  /** Whether the environment ended it; else the horizon did. */
  readonly terminated: boolean;
}

/** What else trajectories depend on. */
export interface SampleOptions {
  /** Steps after which a trajectory is cut off; 1000 if not given. */
  readonly horizon?: number;
  /** Of all randomness; 0 if not given. */
  readonly seed?: number;
}

const schema = z.object({ environment: studySchema.shape.environment, policy: studySchema.shape.policy });
const policySchema = schema.pick({ policy: true });

/**
 * Draws n trajectories, and returns when they are drawn: for scripts that want trajectories and no study. The same
 * arguments give the same trajectories, to the bit.
 *
 * @param environment as in a study, `{ kind: "cliff-walking" }`, or an object of one's own; one that has to be waited for
 *   needs `prepareEnvironment` first
 * @param policy as in a study: `{ kind: "softmax" }`
 * @param theta θ, or undefined for the one that a study begins with; copied. # [P]
 * @throws ConfigError for an environment and a policy that cannot be; UsageError for another argument that makes no sense
 * @example
 * const some = sample({ kind: "cliff-walking" }, { kind: "softmax" }, undefined, 100);
 * const steps = some.map(({ rewards }) => rewards.length);
 */
export const sample = (
  environment: StudyInput["environment"] | Environment,
  policy: StudyInput["policy"],
  theta: ArrayLike<number> | undefined,
  n: number,
  { horizon = 1000, seed = 0 }: SampleOptions = {},
): Trajectory[] => {
  for (const [name, value, least] of [
    ["n", n, 0],
    ["horizon", horizon, 1],
    ["seed", seed, 0],
  ] as const)
    if (!Number.isSafeInteger(value) || value < least)
      throw new UsageError(`${name} must be a whole number of at least ${least}; got ${value}`);
  const own = "reset" in Object(environment) ? (environment as Environment) : undefined;
  const written = own ? { policy } : { environment, policy };
  const parsed = (own ? policySchema : schema).safeParse(written);
  if (!parsed.success) throw new ConfigError(configIssues(parsed.error.issues, written).map(atArgument));
  const config = parsed.data as z.output<typeof schema>;
  const objective: Objective = { discount: 1, horizon, stateWeight: "discounted" };

  return withEnvironment(config.environment, own, (made) => {
    const createPolicy = () =>
      make<[Environment, Objective], Policy>(policies, config.policy, made, objective);
    const problem = createProblem({ environment: made, objective, createPolicy }, []);
    const { parameters } = problem.policy;
    if (theta !== undefined && theta.length !== parameters)
      throw new UsageError(`theta must have ${parameters} numbers; got ${theta.length}`);
    const first = issueAt(["policy", "initial"], () =>
      initialTheta({ policy: config.policy, seed }, problem.policy),
    );
    const point = problem.at(theta === undefined ? first : Float64Array.from(theta));
    const draw = point.sampler(stream(seed, "sample", "actions"), stream(seed, "sample", "environment"));
    const drawn: Trajectory[] = [];
    // one by one: the buffers of a batch have room for its longest, whatever the trajectories are
    while (drawn.length < n) drawn.push(copied(draw(1)));
    return drawn;
  });
};

const atArgument = <Issue extends object>(issue: Issue) => ({ origin: "sample", ...issue });

const copied = (batch: TrajectoryBatch): Trajectory => {
  const { steps, states, lastStates, observations, lastObservations, actions, rewards, terminated } = batch;
  const shared = { rewards: rewards.slice(0, steps), terminated: terminated[0] === 1 };
  if (observations.length === 0) {
    const own = new Int32Array(steps + 1);
    own.set(states.subarray(0, steps));
    own[steps] = lastStates[0];
    return { states: own, observations: [], actions: Int32Array.from(actions.subarray(0, steps)), ...shared };
  }
  const sizeOf = (array: Float64Array | Int32Array) => array.length / rewards.length;
  const rows = (array: Float64Array, size: number) =>
    Array.from({ length: steps }, (_, k) => array.slice(k * size, (k + 1) * size));
  const seen = rows(observations, sizeOf(observations));
  seen.push(lastObservations.slice(0, sizeOf(observations)));
  const taken = rows(actions as Float64Array, sizeOf(actions));
  return { states: new Int32Array(0), observations: seen, actions: taken, ...shared };
};
