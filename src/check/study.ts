import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { ownEnvironment } from "../config/environments.ts";
import { plan } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import type { Estimator } from "../estimators/estimator.ts";
import type { Policy } from "../policies/policy.ts";
import { isTabular } from "../policies/policy.ts";
import { type ContinuousPoint, isDiscretePoint, type Point, type Problem } from "../problem/point.ts";
import { normal, stream } from "../random.ts";
import { setUp } from "../setup/set-up.ts";
import { linearQuadraticAt } from "../truth/index.ts";
import type { Claim } from "./claim.ts";
import { continuousReferences } from "./continuous-references.ts";
import { checkContinuousScore } from "./continuous-score.ts";
import { checkContinuousSimulator } from "./continuous-simulator.ts";
import { checkContract } from "./contract.ts";
import { checkUnbiased } from "./estimator.ts";
import { checkModel } from "./model.ts";
import { checkMoments } from "./moments.ts";
import { references } from "./references.ts";
import { checkScore } from "./score.ts";
import { checkSimulator } from "./simulator.ts";
import { checkSlopes } from "./slopes.ts";
import { checkTruth } from "./truth.ts";

/** What is checked: a problem, and estimators of its gradient by name. */
export interface CheckedProblem {
  readonly problem: Problem;
  readonly estimators: readonly { readonly name: string; readonly estimator: Estimator }[];
}

/** Standard deviation of the coordinates of a random θ. */
const DEVIATION = 0.5;

/**
 * Checks a problem at a random θ ~ N(0, 0.25): environment, model, simulator, slopes, scores, truth, exact moments, and
 * every estimator that claims to be unbiased. Without a model there is no truth, and the rest is checked.
 *
 * Where states are continuous, truth and estimators are checked at θ ~ N(0, (0.5/T)²) instead: a gain acts at all T steps,
 * and one that makes the closed loop unstable makes returns so heavy-tailed that no z-test means anything.
 */
export function* checkProblem({ problem, estimators }: CheckedProblem): Generator<Claim> {
  const { environment, policy, objective } = problem;
  const wide = randomTheta(policy, DEVIATION);
  const theta = isTabular(policy) ? wide : randomTheta(policy, DEVIATION / objective.horizon);
  if (isDiscrete(environment)) {
    yield* checkModel(environment);
    yield* checkSimulator(environment);
  } else yield* checkContinuousSimulator(environment);
  yield* checkContract(environment, objective);
  if (isTabular(policy)) yield* checkScore(policy, theta);
  else {
    const point = problem.at(wide) as ContinuousPoint;
    yield* checkContinuousScore(point);
    yield* checkSlopes(point);
  }
  yield* checkTruth(problem, theta);
  const point = problem.at(theta);
  if (point.exact === undefined) return;
  const truth = new Float64Array(policy.parameters);
  point.exact.gradient(truth);
  const yardstick = { point, truth, references: problem.offPolicy ? [] : referencesAt(point) };
  if (!isDiscrete(environment)) yield* checkMoments(estimators, yardstick);
  for (const { name, estimator } of estimators)
    if (estimator.estimand.unbiased) yield* checkUnbiased(name, estimator, yardstick);
}

const randomTheta = ({ parameters }: Policy, deviation: number): Float64Array => {
  const random = stream("check", "theta");
  return Float64Array.from({ length: parameters }, () => deviation * normal(random));
};

/** Estimators that are known to be unbiased, where there are any. */
const referencesAt = (point: Point): Estimator[] => {
  const { objective } = point.problem;
  if (isDiscretePoint(point)) return references(objective);
  const solution = linearQuadraticAt(point);
  return solution ? continuousReferences(solution, objective) : [];
};

/**
 * Checks the problem of a study, with the estimators of all its agents and of its probe.
 * @param own an environment made elsewhere, in place of the configured one
 */
export function* checkStudy(study: Study, own?: Environment): Generator<Claim> {
  const { environment, dispose } = own
    ? { environment: own, dispose: () => {} }
    : ownEnvironment(study.environment);
  try {
    yield* checkWith(study, environment);
  } catch (error) {
    dispose("quietly");
    throw error;
  }
  dispose();
}

function* checkWith(study: Study, environment: Environment): Generator<Claim> {
  const [seed] = study.seeds;
  const setups = plan({ ...study, seeds: [seed] }).map((config) => setUp(config, environment));
  const [{ point, estimators }] = setups;
  const ofAgents = setups.map(({ config, estimators: [agents] }) => ({
    ...agents,
    name: `agent ${config.agent.name}`,
  }));
  yield* checkProblem({ problem: point.problem, estimators: [...ofAgents, ...estimators.slice(1)] });
}
