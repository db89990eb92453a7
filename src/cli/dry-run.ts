import type { Study } from "../config/schema.ts";
import { plan, probeSchedule } from "../plan.ts";
import { formatRecords } from "../report/table.ts";
import { type Setup, setUp } from "../setup.ts";
import { workOf } from "../sweep/execute.ts";
import { print } from "./print.ts";

/** Prints what a study would do. */
export const dryRun = (studies: readonly Study[], db: string): void => {
  const runs = studies.flatMap(runsOf);
  const [{ name }] = studies;
  const what = studies.length === 1 ? name : `${studies.length} experiments`;
  print(`${formatRecords(runs)}\n${what}: ${runs.length} runs into ${db}; nothing was written.\n`);
};

const runsOf = (study: Study) => {
  const setups = new Map<string, Setup>(); // by agent: the seed makes no difference to sizes
  return plan(study).map((config) => {
    const setup = setups.get(config.agent.name) ?? setUp(config);
    setups.set(config.agent.name, setup);
    const { estimators, at } = setup;
    const probes = probeSchedule(config);
    const cells = probes.length * (config.probe?.batchSizes.length ?? 0) * estimators.length;
    return {
      agent: config.agent.name,
      seed: config.seed,
      parameters: at.theta.length,
      updates: config.agent.iterations,
      probes: probes.length,
      estimates: cells * (config.probe?.replicates ?? 0),
      trajectories: workOf(config),
    };
  });
};
