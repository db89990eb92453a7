import type { Environment } from "../../envs/contract/environment.ts";
import { environmentFrom } from "../config/environments.ts";
import type { RunConfig } from "../config/plan.ts";
import type { AgentConfig } from "../config/schema.ts";
import type { CriticOptions } from "../critics/choice.ts";
import type { Critic } from "../critics/critic.ts";
import { type CriticContext, critics } from "../critics/index.ts";
import { issueAt } from "../errors/config-error.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { estimators } from "../estimators/index.ts";
import type { EstimatorContext } from "../estimators/kind.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import { optimizers } from "../optimizers/index.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { policies } from "../policies/index.ts";
import type { Policy } from "../policies/policy.ts";
import { isTabular } from "../policies/policy.ts";
import type { Objective } from "../problem/objective.ts";
import { partlyUniform } from "../problem/partly-uniform.ts";
import type { Point } from "../problem/point.ts";
import { createProblem } from "../problem/problem.ts";
import { normal, stream } from "../random.ts";
import { make } from "../registry.ts";
import { transforms } from "../transforms/index.ts";
import type { Transform, TransformContext } from "../transforms/kind.ts";
import { truths } from "../truth/index.ts";
import { updates } from "../updates/index.ts";
import type { Update, UpdateContext } from "../updates/update.ts";

/** Everything of one run, made from its configuration and ready to move. */
export interface Setup {
  readonly config: RunConfig;
  readonly point: Point;
  readonly update: Update;
  /** Those of the update, of which the first is called "agent", and then those of the probe. */
  readonly estimators: readonly [NamedEstimator, ...NamedEstimator[]];
  /** All critics, with the estimators that use them; the agent's is "agent". */
  readonly critics: readonly { readonly subject: string; readonly critic: Critic }[];
}

/**
 * Makes the parts of a run.
 *
 * @param environment one that was made elsewhere, in place of the configured one
 * @throws ConfigError naming the key whose value cannot be served
 */
export const setUp = (
  config: RunConfig,
  environment: Environment = issueAt(["environment"], () => environmentFrom(config.environment)),
): Setup => {
  const { agent, probe, objective } = config;
  issueAt(["probe", "every"], () => {
    const probes = agent.iterations / (probe?.every ?? Number.POSITIVE_INFINITY);
    if (probes > MOST_PROBES)
      throw new RangeError(
        `${Math.floor(probes)} probes of ${agent.name}; at most ${MOST_PROBES} are planned`,
      );
  });
  const groupSize = config.groups?.size ?? 1;
  const uniformPart = config.behavior?.uniform ?? 0;
  const createPolicy = () =>
    make<[Environment, Objective], Policy>(policies, config.policy, environment, objective);
  const problem = issueAt(["policy"], () =>
    createProblem({ environment, objective, createPolicy, uniformPart, groupSize }, truths),
  );
  const { policy } = problem;
  const theta = issueAt(["policy", "initial"], () => initialTheta(config, policy));
  if (uniformPart > 0) issueAt(["behavior"], () => needDiscreteActions(policy));
  const point = issueAt(["objective", "horizon"], () => problem.at(theta));

  const learners: Critic[] = [];
  const used: { subject: string; critic: Critic }[] = [];
  let maker = "agent"; // the estimator that is being made
  const ownCritic = (options: CriticOptions): Critic => {
    if (options === "agent") throw new RangeError('critic "agent" is for estimators of the probe');
    const critic = make<[CriticContext], Critic>(critics, options, {
      environment,
      objective,
      policy,
      seed: config.seed,
    });
    if (critic.fit === "training") learners.push(critic);
    used.push({ subject: maker, critic });
    return critic;
  };
  let agentCritic: Critic | undefined;
  const agentContext: EstimatorContext = {
    ...problem,
    critic: (options) => (agentCritic = ownCritic(options)),
  };
  const probeContext: EstimatorContext = {
    ...problem,
    critic(options) {
      if (options !== "agent") return ownCritic(options);
      if (agentCritic === undefined) throw new RangeError(`agent "${agent.name}" has no critic`);
      const { memory: _, ...frozen } = agentCritic; // it learns from the agent's batches and not the probe's
      return frozen;
    },
  };
  const named = (
    name: string,
    { transforms: chain = [], ...options }: AgentConfig["estimator"],
    context: EstimatorContext,
  ): NamedEstimator => {
    maker = name;
    const made = make<[EstimatorContext], Estimator>(estimators, options, context);
    if (made.law.kind === "truth" && point.exact === undefined)
      throw new RangeError(
        `${options.kind} needs an exact gradient, which is not known of ${environment.kind} with the policy ${policy.kind}`,
      );
    const estimator = chain.reduce(
      (inner, each) =>
        make<[TransformContext], Transform>(transforms, each, {
          parameters: policy.parameters,
          point,
          objective,
        })(inner),
      made,
    );
    return { name, kind: options.kind, estimator, options: { ...options, transforms: chain } };
  };
  const exactly = point.exact !== undefined;
  issueAt(["probe", "reference"], () => {
    if (exactly && probe?.reference)
      throw new RangeError("the exact gradient is known; take the reference out, or nothing would read it");
  });
  const update = make<[UpdateContext], Update>(updates, agent.update ?? { kind: "ascent" }, {
    point,
    estimator: () => issueAt(["agent", "estimator"], () => named("agent", agent.estimator, agentContext)),
    optimizer: (parameters) => make<[number], Optimizer>(optimizers, agent.optimizer, parameters),
    learners: () => learners,
  });
  const beside = (probe?.estimators ?? []).map(({ name, ...options }, i) =>
    issueAt(["probe", "estimators", i], () => named(name, options, probeContext)),
  );
  issueAt(["agent", "batchSize"], () => {
    for (const each of update.estimators) needBatch(each, agent.batchSize);
    needGroups(agent.batchSize, groupSize);
    needCounted(agent.batchSize, objective.horizon);
  });
  for (const [i, batchSize] of (probe?.batchSizes ?? []).entries()) {
    issueAt(["probe", "batchSizes", i], () => {
      for (const each of [...update.estimators, ...beside]) needBatch(each, batchSize);
      needGroups(batchSize, groupSize);
      needCounted(batchSize, objective.horizon);
    });
  }
  issueAt(["probe", "replicates"], () => {
    const most = Math.floor(MOST_COUNTED / (7 + policy.parameters));
    if (probe && probe.replicates > most)
      throw new RangeError(
        `expected at most ${most}, whose columns and vectors of ${policy.parameters} parameters are ${MOST_COUNTED} ` +
          `numbers; got ${probe.replicates}`,
      );
  });
  issueAt(["probe", "diagnostics"], () => needServed(config, point));
  return {
    ...{ config, point, update, critics: used },
    estimators: [...update.estimators, ...beside],
  };
};

/** Probes of one run. */
const MOST_PROBES = 100_000;

/** Steps of a batch, and numbers of a cell: places in them are whole numbers of 32 bits. */
const MOST_COUNTED = 2 ** 31 - 1;

const needCounted = (batchSize: number, horizon: number): void => {
  const most = Math.floor(MOST_COUNTED / horizon);
  if (batchSize > most)
    throw new RangeError(
      `expected at most ${most} trajectories, which have up to ${MOST_COUNTED} steps with a horizon of ${horizon}; ` +
        `got ${batchSize}`,
    );
};

const needServed = ({ probe, behavior, groups }: RunConfig, { exact }: Point): void => {
  const { diagnostics } = probe ?? {};
  if (diagnostics === undefined) return;
  if (behavior)
    throw new RangeError("diagnostics need trajectories of the policy; the study names a behavior");
  if (diagnostics.usefulness && exact === undefined)
    throw new RangeError("usefulness needs an exact J, which this problem does not have");
  const { heldOut } = diagnostics.trustRegion ?? {};
  if (heldOut !== undefined && heldOut % (groups?.size ?? 1) !== 0)
    throw new RangeError(`heldOut must be a multiple of groups.size, ${groups?.size}; got ${heldOut}`);
};

const needDiscreteActions = (policy: Policy): void => {
  if (!isTabular(policy)) partlyUniform(policy, 1);
};

const needBatch = ({ name, estimator }: NamedEstimator, batchSize: number): void => {
  const { fewest, multiple } = estimator.takes;
  if (batchSize % multiple !== 0)
    throw new RangeError(
      `estimator "${name}" needs batches of a multiple of ${multiple} trajectories; got ${batchSize}`,
    );
  if (batchSize < fewest)
    throw new RangeError(`estimator "${name}" needs batches of ${fewest} or more; got ${batchSize}`);
};

const needGroups = (batchSize: number, groupSize: number): void => {
  if (batchSize % groupSize !== 0)
    throw new RangeError(`expected a multiple of groups.size, ${groupSize}; got ${batchSize}`);
};

const initialTheta = ({ policy: { initial }, seed }: RunConfig, policy: Policy): Float64Array => {
  const { parameters } = policy;
  if (initial === undefined && !isTabular(policy) && policy.initial)
    return policy.initial(stream(seed, "theta"));
  if (initial === undefined || initial === "zeros") return new Float64Array(parameters);
  if (Array.isArray(initial)) {
    if (initial.length !== parameters)
      throw new RangeError(`expected ${parameters} numbers, the length of θ; got ${initial.length}`);
    return Float64Array.from(initial);
  }
  const random = stream(seed, "theta");
  return Float64Array.from({ length: parameters }, () => initial.normal * normal(random));
};
