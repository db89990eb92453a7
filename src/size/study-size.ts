import { isDiscrete } from "../../envs/contract/environment.ts";
import { withEnvironment } from "../config/environments.ts";
import { keptOf } from "../config/kept.ts";
import {
  evaluationSchedule,
  plan,
  probeSchedule,
  type RunConfig,
  trajectoriesOfUpdate,
} from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { trajectoriesBehind } from "../estimators/estimator.ts";
import { encodeState } from "../memory/encode.ts";
import { blocksOf } from "../probe/blocks.ts";
import { numbersOfChunks } from "../probe/cell-in-chunks.ts";
import { numbersOfSharedCells } from "../probe/shared-cells.ts";
import { type Setup, setUp } from "../setup/set-up.ts";
import { integerBytes, PAGE, tableBytes } from "./row-bytes.ts";

/** What a study takes, foretold from its plan. */
export interface StudySize {
  /** Bytes of the database file when all is done; about, and without what a database holds already. */
  readonly disk: number;
  /** Bytes of the arrays of one worker, at the most: cells, batches and tables; of a study, those of its largest run. */
  readonly memory: number;
  /**
   * Environment steps that the database will count, at the most: as if every trajectory went on to the horizon. What
   * diagnostics and critics simulate for themselves is not in it.
   */
  readonly steps: number;
}

/** Pages of a database without rows: a root for each table and index, and the schema. */
const EMPTY = 50 * PAGE;

/** Foretells what studies take that are recorded in one database. @throws ConfigError as `setUp` does */
export const sizeOfStudies = (studies: readonly Study[]): StudySize => {
  const runs = studies.flatMap((study) => runsOf(study).map(({ size }) => size));
  return {
    disk: EMPTY + runs.reduce((sum, { disk }) => sum + disk, 0),
    memory: Math.max(...runs.map(({ memory }) => memory)),
    steps: runs.reduce((sum, { steps }) => sum + steps, 0),
  };
};

/** The runs of a study in the order of its plan, with what each takes. The seed makes no difference to it. */
export const runsOf = (study: Study): { config: RunConfig; setup: Setup; size: StudySize }[] => {
  const known = new Map<string, { setup: Setup; size: StudySize }>(); // by agent
  return withEnvironment(study.environment, undefined, (environment) =>
    plan(study).map((config) => {
      const { name } = config.agent;
      let found = known.get(name);
      if (found === undefined) {
        const setup = setUp(config, environment);
        found = { setup, size: sizeOfRun(setup) };
        known.set(name, found);
      }
      return { config, ...found };
    }),
  );
};

/** What one run takes. @param from updates of the run that it continues, which take nothing */
export const sizeOfRun = (setup: Setup, from = 0): StudySize => {
  const parts = memoryOfRun(setup);
  return {
    disk: diskOfRun(setup, from),
    memory: parts.reduce((sum, { count, each }) => sum + count * each, fixedMemory(setup)),
    steps: stepsOfRun(setup, from),
  };
};

const COLUMNS = 7; // of numbers of an estimate, its gradient not counted

/** Bytes of the rows of a run. */
const diskOfRun = ({ config, point, update, estimators }: Setup, from: number): number => {
  const { agent, probe, objective, seed } = config;
  const P = 8 * point.theta.length;
  const probes = probeSchedule(config, from).length;
  const R = probe ? keptOf(probe) : 0;
  let disk = 3 * JSON.stringify(config).length + 100 * estimators.length + 16 * integerBytes(seed);
  const updates = agent.iterations - from;
  const iterations = updates && Math.floor(updates / agent.logEvery) + 1;
  disk += tableBytes(iterations, 70) + tableBytes(iterations, 14);
  const evaluations = evaluationSchedule(config, from).length;
  disk += tableBytes(evaluations, 55) + tableBytes(evaluations, 14);
  // the final state: that of the update now is as long as then, θ in base64, streams of random numbers and means
  if (updates > 0) disk += tableBytes(1, encodeState(update.save()).length + (4 / 3) * P + 700);
  disk += tableBytes(probes, P + 20) + tableBytes(probes, P + 120); // θ and the truth
  if (probe?.reference) disk += tableBytes(probes, 33 * P + 180);
  for (const size of probe?.batchSizes ?? [])
    for (const { name, estimator } of estimators) {
      const trajectories = trajectoriesBehind(estimator, size);
      const key = name.length + 2 + integerBytes(trajectories) + integerBytes(R);
      const columns = 14 + 8 * (COLUMNS - 1) + integerBytes(trajectories * objective.horizon);
      disk += tableBytes(probes * R, P + columns + key);
      disk += (probes * R * (key + 10)) / INDEX_FILL;
      disk += tableBytes(probes, P + 280 + name.length); // sums and the mean
      disk += probes * 4 * (100 + name.length); // bias, moments and what else there is of a cell
      if (estimator.estimand.other) disk += tableBytes(probes, P + 100);
    }
  const { streams = 0, pairs = [] } = probe ?? {};
  for (const { name } of estimators) {
    disk += tableBytes(probes * streams * pairs.length, P + name.length + 30);
    disk += tableBytes(probes * pairs.length, name.length + 100);
  }
  const grid = 2 * (probe?.diagnostics?.landscape?.half ?? -0.5) + 1;
  const kinds = config.agent.batchSteps === undefined ? 2 : 4;
  return disk + probes * kinds * grid ** 2 * 78;
};

/** Part of the pages of the index of estimates that its entries fill. */
const INDEX_FILL = 0.9;

/** Arrays of a run that grow with one number of its study: `count` at `path`, and bytes for `each`. */
export interface MemoryPart {
  readonly path: readonly (string | number)[];
  readonly count: number;
  readonly each: number;
}

/**
 * The parts of a worker's memory: the cells of all estimators at one batch size, which are filled together, and batches.
 *
 * @param steps of a trajectory; those to the horizon if not given
 */
export const memoryOfRun = (
  { config, point, estimators }: Setup,
  steps = point.problem.objective.horizon,
): MemoryPart[] => {
  const { agent, probe } = config;
  const { environment } = point.problem;
  const E = estimators.length;
  const finite = isDiscrete(environment);
  const O = finite ? 0 : environment.observationSize;
  const K = finite ? 0 : (environment.action.size ?? 1);
  const perStep = finite ? 8 + 4 + 4 : 8 * (1 + O + K);
  const perTrajectory = 4 + 4 + 1 + 8 * O;
  const P = point.theta.length;
  /** Buffers grow to twice what is needed, and each weighting has a number for each step. */
  const batch = (buffers: number, weightings: number) =>
    buffers * perTrajectory + 2 * steps * (buffers * perStep + 8 * weightings);
  const { batchSteps, batchSize = 0 } = agent;
  const parts: MemoryPart[] = [
    batchSteps === undefined
      ? { path: ["agent", "batchSize"], count: batchSize, each: batch(1, 1) }
      : { path: ["agent", "batchSteps"], count: batchSteps, each: 2 * (perStep + 8 * O) + 8 * 6 }, // inputs, times, advantages
  ];
  if (probe === undefined) return parts;
  const copies = copiesEstimates(probe) && probe.keep === undefined ? P : 0;
  const each = E * (8 * (COLUMNS + P + copies) + 1);
  const batches = Math.max(...estimators.map(({ estimator }) => estimator.takes.batches));
  if (probe.batchSizes.length === 0) return parts;
  const largest = Math.max(...probe.batchSizes);
  const cells = {
    path: ["probe", ...(probe.keep ? ["keep", "sample"] : ["replicates"])],
    count: keptOf(probe),
    each,
  };
  return [
    cells,
    {
      path: ["probe", "batchSizes", probe.batchSizes.indexOf(largest)],
      count: largest,
      each: batch(batches, E),
    },
    ...parts,
  ];
};

/** Whether diagnostics look at estimates. */
const copiesEstimates = ({ diagnostics }: NonNullable<RunConfig["probe"]>): boolean =>
  diagnostics?.gradientNoise === true || diagnostics?.usefulness?.stepSize !== undefined;

/** Bytes of the tables of a run, which are there whatever it measures, and of cells that are shared or summed up in chunks. */
export const fixedMemory = (setup: Setup): number => {
  const { config, point, estimators } = setup;
  const { probe } = config;
  const { environment, objective } = point.problem;
  const P = 8 * point.theta.length;
  const ofChunks =
    probe?.keep === undefined
      ? 0
      : 8 * estimators.length * numbersOfChunks(probe.replicates, point.theta.length, copiesEstimates(probe));
  const ofCells = ofChunks + 8 * numbersOfSharedCells(setup);
  if (!isDiscrete(environment)) return 8 * P + ofCells;
  const { states: S, actions: A, model } = environment;
  const exact = model ? (A + 2) * objective.horizon * S : 0;
  return 8 * P + ofCells + 8 * (3 * S * A + exact) + 32 * (model?.probability.length ?? 0);
};

/** Environment steps of a run, if every trajectory goes on to the horizon. */
const stepsOfRun = ({ config, point, estimators }: Setup, from: number): number => {
  const { objective } = point.problem;
  const { agent, probe } = config;
  const probes = probeSchedule(config, from).length;
  const own = (each: Setup["estimators"][number]) => (ownSteps(each) ? OWN_STEPS : 0);
  const updates = agent.iterations - from;
  const drawings = updates && updates + 1; // one more at the last θ
  const training = trajectoriesOfUpdate(config) * (drawings + updates * own(estimators[0]));
  const shared = Math.max(...estimators.map(({ estimator }) => estimator.takes.batches));
  const further = estimators.reduce((sum, each) => sum + own(each) * each.estimator.takes.batches, 0);
  const sizes = (probe?.batchSizes ?? []).reduce((sum, size) => sum + size, 0);
  // a batch of each block to warm up
  const fitted = estimators.slice(1).some(({ estimator }) => estimator.memory) ? blocksOf(config).count : 0;
  const measured = sizes * ((probe?.replicates ?? 0) * (shared + further) + fitted);
  const reference = probe?.reference?.trajectories ?? 0;
  const evaluated = evaluationSchedule(config, from).length * (config.evaluate?.episodes ?? 0);
  const { streams = 0, pairs = [] } = probe ?? {};
  const ofStreams = probes * (streams + 1) * Math.max(0, ...pairs);
  const trajectories = training + evaluated + probes * (measured + reference); // of updates from steps not whole
  return Math.round(ofStreams + objective.horizon * trajectories);
};

/** An estimator that draws n trajectories of its own for n of a batch may also have to reach where they branch off. */
const OWN_STEPS = 1.5;

const ownSteps = ({ estimator }: Setup["estimators"][number]): boolean =>
  estimator.takes.simulates && estimator.law.kind !== "truth";
