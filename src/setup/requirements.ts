import { requireSnapshots } from "../../envs/contract/environment.ts";
import { keptOf } from "../config/kept.ts";
import type { RunConfig } from "../config/plan.ts";
import type { NamedEstimator } from "../estimators/named.ts";
import type { Point } from "../problem/point.ts";
import type { Update } from "../updates/update.ts";

/** Probes of one run, and evaluations. */
const MAX_PROBES = 100_000;

/** Steps of a batch, and numbers of a cell: places in them are whole numbers of 32 bits. */
const MAX_COUNTED = 2 ** 31 - 1;

/** @throws RangeError for more probes than are planned */
export const needFewProbes = ({ agent, probe }: RunConfig): void => {
  const probes = agent.iterations / (probe?.every ?? Number.POSITIVE_INFINITY) + (probe?.at?.length ?? 0);
  if (probes > MAX_PROBES)
    throw new RangeError(`${Math.floor(probes)} probes of ${agent.name}; at most ${MAX_PROBES} are planned`);
};

/** @throws RangeError for more evaluations than are made */
export const needFewEvaluations = ({ agent, evaluate }: RunConfig): void => {
  const count = agent.iterations / (evaluate?.every ?? Number.POSITIVE_INFINITY);
  if (count > MAX_PROBES)
    throw new RangeError(`${Math.floor(count)} evaluations of ${agent.name}; at most ${MAX_PROBES} are made`);
};

/** @throws RangeError for batches that an estimator cannot take, that no groups make up, or that are too large */
export const needBatch = (
  batchSize: number,
  estimators: readonly NamedEstimator[],
  { problem }: Point,
): void => {
  for (const { name, estimator } of estimators) {
    const { fewest, multiple } = estimator.takes;
    if (batchSize % multiple !== 0)
      throw new RangeError(
        `estimator "${name}" needs batches of a multiple of ${multiple} trajectories; got ${batchSize}`,
      );
    if (batchSize < fewest)
      throw new RangeError(`estimator "${name}" needs batches of ${fewest} or more; got ${batchSize}`);
  }
  const { groupSize, objective } = problem;
  if (batchSize % groupSize !== 0)
    throw new RangeError(`expected a multiple of groups.size, ${groupSize}; got ${batchSize}`);
  const most = Math.floor(MAX_COUNTED / objective.horizon);
  if (batchSize > most)
    throw new RangeError(
      `expected at most ${most} trajectories, which have up to ${MAX_COUNTED} steps with a horizon of ` +
        `${objective.horizon}; got ${batchSize}`,
    );
};

/** @throws RangeError for more replicates than a cell holds */
export const needReplicates = ({ probe }: RunConfig, { theta }: Point): void => {
  const most = Math.floor(MAX_COUNTED / (7 + theta.length));
  if (probe && keptOf(probe) > most)
    throw new RangeError(
      `expected at most ${most}, whose columns and vectors of ${theta.length} parameters are ${MAX_COUNTED} ` +
        `numbers, or another keep; got ${keptOf(probe)}`,
    );
};

/** @throws RangeError where pairs cannot be drawn, or an estimator is not made of any number of them */
export const needStreams = (
  { probe, behavior, groups }: RunConfig,
  estimators: readonly NamedEstimator[],
  { problem }: Point,
): void => {
  const { pairs } = probe ?? {};
  if (pairs === undefined) return;
  if (behavior || groups)
    throw new RangeError("pairs are of the policy itself, without groups or a behavior");
  const { horizon } = problem.objective;
  const least = Math.min(...pairs);
  for (const named of estimators) needReader(named, least, Math.ceil(least / horizon), horizon);
};

/** @param trajectories fewest that the least number of pairs can be of @throws RangeError as `needStreams` */
const needReader = (
  { name, estimator: { takes, law } }: NamedEstimator,
  pairs: number,
  trajectories: number,
  horizon: number,
): void => {
  const fail = (why: string) => {
    throw new RangeError(`estimator "${name}" ${why}`);
  };
  if (law.kind === "truth")
    fail("is ∇J itself, whatever pairs there are; the cosine with it is shown of all");
  if (takes.simulates) fail("draws trajectories of its own, and reads no pairs of a stream");
  if (takes.batches > 1) fail(`accumulates ${takes.batches} batches; the pairs of a stream are one`);
  if (takes.fewest > trajectories)
    fail(
      `needs ${takes.fewest} trajectories or more; ${pairs} pairs may be of ${trajectories}, as the horizon is ${horizon}`,
    );
};

/** @throws RangeError for a step of more or fewer pairs than the agent's that it cannot make */
const needPairsOfStep = (
  { batchSteps, lanes = 1, update, name }: RunConfig["agent"],
  pairs: number,
): void => {
  if (batchSteps === undefined)
    throw new RangeError(`landscape.pairs is of agents whose batches are of steps; those of ${name} are not`);
  if (pairs % lanes !== 0)
    throw new RangeError(`landscape.pairs must be a multiple of lanes, ${lanes}; got ${pairs}`);
  const parts = update && "minibatches" in update ? update.minibatches : 1;
  if (pairs < parts)
    throw new RangeError(
      `landscape.pairs must be at least the minibatches of ${name}, ${parts}; got ${pairs}`,
    );
};

/** @throws RangeError for diagnostics that cannot be had here */
export const needServed = (
  { agent, probe, behavior, groups }: RunConfig,
  { learned }: Update,
  { exact, problem }: Point,
): void => {
  const { diagnostics } = probe ?? {};
  if (diagnostics === undefined) return;
  if (behavior)
    throw new RangeError("diagnostics need trajectories of the policy; the study names a behavior");
  const ofBatches = [
    ...(diagnostics.gradientNoise ? ["gradientNoise"] : []),
    ...(diagnostics.usefulness?.stepSize === undefined ? [] : ["usefulness with a stepSize"]),
  ];
  if (probe?.batchSizes.length === 0 && ofBatches.length > 0)
    throw new RangeError(
      `${ofBatches.join(" and ")} ${ofBatches.length > 1 ? "are" : "is"} of batches; the probe names no batchSizes`,
    );
  if (diagnostics.usefulness && exact === undefined)
    requireSnapshots(problem.environment, 'the diagnostic "usefulness" of a J that is not exact');
  if (diagnostics.valueFit && learned === undefined)
    throw new RangeError(
      `valueFit needs an update that learns values from steps; that of ${agent.name} does not`,
    );
  for (const name of ["variance", "values", "landscape"] as const)
    if (diagnostics[name]) requireSnapshots(problem.environment, `the diagnostic "${name}"`);
  if (diagnostics.landscape?.pairs !== undefined) needPairsOfStep(agent, diagnostics.landscape.pairs);
  const { heldOut } = diagnostics.trustRegion ?? {};
  if (heldOut !== undefined && heldOut % (groups?.size ?? 1) !== 0)
    throw new RangeError(`heldOut must be a multiple of groups.size, ${groups?.size}; got ${heldOut}`);
};
