import type { Environment } from "../../envs/contract/environment.ts";
import { environmentFrom } from "../config/environments.ts";
import type { RunConfig } from "../config/plan.ts";
import { issueAt } from "../errors/config-error.ts";
import type { CodeOfOthers } from "../estimators/kind.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import { optimizers } from "../optimizers/index.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Point } from "../problem/point.ts";
import { createProblem } from "../problem/problem.ts";
import { stream } from "../random.ts";
import { make } from "../registry.ts";
import { truths } from "../truth/index.ts";
import { updates } from "../updates/index.ts";
import type { Update, UpdateContext } from "../updates/update.ts";
import { environmentOf, policyOf } from "./brought-by-update.ts";
import { type EstimatorMaker, estimatorMaker, type UsedCritic } from "./estimator-maker.ts";
import { initialTheta } from "./initial-theta.ts";
import {
  needBatch,
  needFewEvaluations,
  needFewProbes,
  needReplicates,
  needServed,
  needStreams,
} from "./requirements.ts";

/** Everything of one run, made from its configuration and ready to move. */
export interface Setup {
  readonly config: RunConfig;
  readonly point: Point;
  readonly update: Update;
  /** Those of the update, of which the first is called "agent", and then those of the probe. */
  readonly estimators: readonly [NamedEstimator, ...NamedEstimator[]];
  /** All critics, with the estimators that use them; the agent's is "agent". */
  readonly critics: readonly UsedCritic[];
}

/**
 * Makes the parts of a run.
 *
 * @param environment one that was made elsewhere, in place of the configured one
 * @param code what answers for estimators that are somebody else's; what the study names if not given
 * @throws ConfigError naming the key whose value cannot be served
 */
export const setUp = (
  config: RunConfig,
  environment: Environment = issueAt(["environment"], () => environmentFrom(config.environment)),
  code?: CodeOfOthers,
): Setup => {
  const { agent, probe } = config;
  issueAt(["probe", "every"], () => needFewProbes(config));
  issueAt(["evaluate", "every"], () => needFewEvaluations(config));
  const point = pointOf(config, environment);
  issueAt(["probe", "reference"], () => {
    if (point.exact !== undefined && probe?.reference)
      throw new RangeError("the exact gradient is known; take the reference out, or nothing would read it");
  });
  const maker = estimatorMaker(config, point, code);
  const update = issueAt(["agent", "update"], () => updateOf(config, point, maker));
  const others = (probe?.estimators ?? []).map(({ name, ...options }, i) =>
    issueAt(["probe", "estimators", i], () => maker.ofProbe(name, options, update)),
  );
  const { batchSize } = agent;
  if (batchSize !== undefined)
    issueAt(["agent", "batchSize"], () => needBatch(batchSize, update.estimators, point));
  for (const [i, batchSize] of (probe?.batchSizes ?? []).entries())
    issueAt(["probe", "batchSizes", i], () => needBatch(batchSize, [...update.estimators, ...others], point));
  issueAt(["probe", ...(probe?.keep ? ["keep", "sample"] : ["replicates"])], () =>
    needReplicates(config, point),
  );
  issueAt(["probe", "pairs"], () => needStreams(config, [...update.estimators, ...others], point));
  issueAt(["probe", "diagnostics"], () => needServed(config, update, point));
  return {
    ...{ config, point, update },
    critics: [...(update.critic ? [{ subject: "agent", critic: update.critic }] : []), ...maker.critics],
    estimators: [...update.estimators, ...others],
  };
};

/** How batches move what the agent learns. */
const updateOf = ({ agent, seed }: RunConfig, point: Point, maker: EstimatorMaker): Update => {
  const { estimator, optimizer, update = { kind: "ascent" as const }, iterations, lanes = 1 } = agent;
  return make<[UpdateContext], Update>(updates, update, {
    ...{ point, iterations, lanes },
    estimator: () => issueAt(["agent", "estimator"], () => maker.agents(given("an estimator", estimator))),
    optimizer: (parameters) =>
      make<[number], Optimizer>(optimizers, given("an optimizer", optimizer), parameters),
    learners: () => maker.critics.flatMap(({ critic }) => (critic.fit === "training" ? critic : [])),
    stream: (purpose) => stream(seed, agent.name, "train", purpose),
  });
};

/** @throws RangeError where it is left out, as a program may do that writes configurations itself */
const given = <T>(what: string, value: T | undefined): T => {
  if (value === undefined) throw new RangeError(`the agent's update needs ${what}`);
  return value;
};

/** The problem of a run at its first θ. */
const pointOf = (config: RunConfig, environment: Environment): Point => {
  const { objective } = config;
  const createPolicy = () => policyOf(config, environment, objective);
  const parts = {
    ...{ environment: environmentOf(config, environment), objective, createPolicy },
    uniformPart: config.behavior?.uniform ?? 0,
    groupSize: config.groups?.size ?? 1,
  };
  const problem = createProblem(parts, truths);
  const theta = issueAt(["policy", "initial"], () => initialTheta(config, problem.policy));
  return issueAt(["objective", "horizon"], () => problem.at(theta)); // whose exact tables may be too large
};
