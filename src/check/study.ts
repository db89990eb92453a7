import type { Study } from "../config/schema.ts";
import type { Estimator } from "../estimation.ts";
import { frozenAt } from "../frozen/index.ts";
import { isFiniteEnvironment, isTabular } from "../numbered.ts";
import { plan } from "../plan.ts";
import { normal, stream } from "../random.ts";
import { setUp } from "../setup.ts";
import type { Environment, Objective, Policy } from "../types.ts";
import type { Claim } from "./claim.ts";
import { checkUnbiased } from "./estimator.ts";
import { checkModel } from "./model.ts";
import { references } from "./references.ts";
import { checkScore } from "./score.ts";
import { checkSimulator } from "./simulator.ts";
import { checkTruth } from "./truth.ts";
import { checkVectorScore } from "./vector-score.ts";

/** What is checked: a problem, and estimators of its gradient by name. */
export interface Subject {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly objective: Objective;
  readonly estimators: readonly { readonly name: string; readonly estimator: Estimator }[];
  readonly groupSize?: number;
  /** ε of the behavior (1 − ε) π + ε / A. */
  readonly uniformPart?: number;
}

/**
 * Checks a problem at a random θ: model, simulator, score, truth, and every estimator that claims to be
 * unbiased. Without a model there is no truth, and only the score is checked.
 */
export function* checkProblem(subject: Subject): Generator<Claim> {
  const { environment, policy, objective, estimators, groupSize = 1, uniformPart = 0 } = subject;
  const random = stream("check", "theta");
  const theta = Float64Array.from({ length: policy.parameters }, () => 0.5 * normal(random));
  if (isFiniteEnvironment(environment)) {
    yield* checkModel(environment);
    yield* checkSimulator(environment);
  }
  const at = frozenAt(policy, theta, environment, objective, uniformPart);
  if (isTabular(policy)) yield* checkScore(policy, theta);
  else if (!isFiniteEnvironment(environment)) yield* checkVectorScore(environment, policy, at, objective);
  yield* checkTruth(environment, policy, objective, theta);
  at.freeze();
  if (at.exact === undefined) return;
  const truth = new Float64Array(policy.parameters);
  at.exact.gradient(truth);
  const ground = {
    environment,
    objective,
    at,
    truth,
    references: isTabular(policy) && uniformPart === 0 ? references(objective) : [],
    groupSize,
  };
  for (const { name, estimator } of estimators)
    if (estimator.unbiased) yield* checkUnbiased(name, estimator, ground);
}

/**
 * Checks the problem of a study, with the estimators of all its agents and of its probe.
 * @param own an environment made elsewhere, in place of the configured one
 */
export function* checkStudy(study: Study, own?: Environment): Generator<Claim> {
  const [seed] = study.seeds;
  const setups = plan({ ...study, seeds: [seed] }).map((config) => setUp(config, own));
  const [{ environment, objective, at, groupSize, estimators }] = setups;
  const ofAgents = setups.map(({ config, estimators: [agents] }) => ({
    ...agents,
    name: `agent ${config.agent.name}`,
  }));
  yield* checkProblem({
    environment,
    policy: at.policy,
    objective,
    estimators: [...ofAgents, ...estimators.slice(1)],
    groupSize,
    uniformPart: study.behavior?.uniform ?? 0,
  });
}
