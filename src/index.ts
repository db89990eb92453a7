/**
 * The public API: run a study, with a custom environment if need be, and read its database.
 *
 * @example
 * import { runStudyOn } from "trueslope";
 * await runStudyOn(myEnvironment, { name: "mine", … }, { db: "results/mine.db" });
 */

export type * from "../envs/contract/environment.ts";
export type * from "../envs/contract/models.ts";
export { type FiniteProcess, finiteEnvironment, type Transition } from "../envs/finite-environment.ts";
export { type Environments, environments } from "../envs/index.ts";
export type { Claim } from "./check/claim.ts";
export { type CheckedProblem, checkProblem } from "./check/study.ts";
export { type AnyEnvironments, prepareEnvironment } from "./config/environments.ts";
export type { RunConfig } from "./config/plan.ts";
export type { EstimatorConfig } from "./config/preset.ts";
export { presets } from "./config/presets.ts";
export { type Study, studySchema } from "./config/schema.ts";
export type { Critic, CriticMemory, Fit } from "./critics/critic.ts";
export { type Critics, critics } from "./critics/index.ts";
export type * from "./diagnostics/diagnostic.ts";
export { ConfigError, type ConfigIssue } from "./errors/config-error.ts";
export { ContractError } from "./errors/contract-error.ts";
export { OutsideError } from "./errors/outside-error.ts";
export { QueryError } from "./errors/query-error.ts";
export { StoreError } from "./errors/store-error.ts";
export type { Path } from "./errors/study-path.ts";
export { type ErrorCode, TrueslopeError } from "./errors/trueslope-error.ts";
export { UsageError } from "./errors/usage-error.ts";
export type * from "./estimators/estimator.ts";
export { type Estimators, estimators } from "./estimators/index.ts";
export type { CustomBatch, CustomEstimator } from "./estimators/outside/custom-estimator.ts";
export type * from "./memory/memory.ts";
export type { Savable, State } from "./memory/state.ts";
export type { MomentsEvent } from "./moments/event.ts";
export { optimizers } from "./optimizers/index.ts";
export type { Optimizer } from "./optimizers/optimizer.ts";
export type { Distributions } from "./policies/heads/head.ts";
export { type Policies, policies } from "./policies/index.ts";
export type {
  FunctionPolicy,
  GaussianShape,
  ObservationNormalizer,
  Policy,
  TabularPolicy,
} from "./policies/policy.ts";
export type { InputRows, PolicyMetric } from "./policies/policy-metric.ts";
export type { EstimandEvent, EstimatesEvent, ProbeEvent } from "./probe/cell.ts";
export type { CellColumns, CellStatistics } from "./probe/cell-columns.ts";
export type { CellSums } from "./probe/cell-sums.ts";
export type * from "./probe/events.ts";
export type { Solution, TruthAt } from "./problem/exact.ts";
export type * from "./problem/objective.ts";
export type * from "./problem/point.ts";
export { createProblem, type ProblemParts } from "./problem/problem.ts";
export { type RolloutOptions, rollout } from "./problem/rollout.ts";
export type { Truth } from "./problem/truth.ts";
export { type SharedWeighting, type Weighting, weightedEstimate } from "./problem/weighting.ts";
export { normal, type Random, type Stream, stream } from "./random.ts";
export type { Choice, ChoiceInput, Kind } from "./registry.ts";
export type * from "./run/events.ts";
export { run } from "./run/run.ts";
export type { Between, Prediction } from "./statistics/alignment/alignment-forecast.ts";
export type { CellBias } from "./statistics/bias/cell-bias.ts";
export type { Sample } from "./statistics/bias/distance-between.ts";
export type { TurnAndScale } from "./statistics/bias/turn-and-scale.ts";
/** Means, intervals and tests over estimates and seeds; every function is pure. */
export * as statistics from "./statistics/index.ts";
export { openReader, openStore } from "./store/open.ts";
export type { Store } from "./store/writer.ts";
export { type CustomStudy, completeStudy, type StudyInput } from "./study/complete-study.ts";
export { type LoadOptions, loadStudies, loadStudy, prepareStudies } from "./study/load.ts";
export { planStudy as plan } from "./study/plan-study.ts";
export {
  checkEnvironment,
  type Failure,
  runStudies,
  runStudy,
  runStudyOn,
  type StudyOptions,
} from "./study/run-study.ts";
export { type SampleOptions, sample, type Trajectory } from "./study/sample.ts";
export type { Job, SweepEvent } from "./sweep/sweep.ts";
export type { Sampler, TrajectoryBatch } from "./trajectories/batch.ts";
export { exactTruth } from "./truth/exact.ts";
export { truths } from "./truth/index.ts";
export type { TrueGradient } from "./truth/true-gradient.ts";
export { updates } from "./updates/index.ts";
export type { Update, UpdateContext, UpdateReport } from "./updates/update.ts";
