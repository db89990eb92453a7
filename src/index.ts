/**
 * The public API: run an experiment, with an environment of one's own if need be, and read its database.
 *
 * @example
 * import { runWith } from "trueslope";
 * await runWith(myEnvironment, { name: "mine", … }, { db: "results/mine.db" });
 */
export { finiteEnvironment } from "../envs/finite-environment.ts";
export { environments } from "../envs/index.ts";
export type { Claim } from "./check/claim.ts";
export { checkProblem, type Subject } from "./check/study.ts";
export { ConfigFault } from "./config/fault.ts";
export { loadStudies, loadStudy } from "./config/load.ts";
export { presets } from "./config/presets.ts";
export { type Study, studySchema } from "./config/schema.ts";
export { critics } from "./critics/index.ts";
export type * from "./estimation.ts";
export { estimators } from "./estimators/index.ts";
export type * from "./events.ts";
export {
  checkWith,
  type ExperimentOptions,
  type Failure,
  type OwnStudy,
  runStudies,
  runStudy,
  runWith,
} from "./experiment.ts";
export { type Frozen, frozenAt } from "./frozen/index.ts";
export { optimizers } from "./optimizers/index.ts";
export { plan, type RunConfig } from "./plan.ts";
export { policies } from "./policies/index.ts";
export { normal, stream } from "./random.ts";
export { rollout } from "./rollout.ts";
export { run } from "./run.ts";
export * as statistics from "./statistics/index.ts";
export { openReader, openStore } from "./store/open.ts";
export { exactTruth } from "./truth/exact.ts";
export type * from "./types.ts";
