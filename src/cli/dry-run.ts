import type { Study } from "../config/schema.ts";
import { plan, probeSchedule } from "../plan.ts";
import { formatRecords } from "../report/table.ts";
import { type Setup, setUp } from "../setup.ts";
import { workOf } from "../sweep/execute.ts";

/** Prints what a study would do. */
export const dryRun = (study: Study, db: string): void => {
  const setups = new Map<string, Setup>(); // by agent: the seed makes no difference to sizes
  const runs = plan(study).map((config) => {
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
  process.stdout.write(
    `${formatRecords(runs)}\n${study.name}: ${runs.length} runs into ${db}; nothing was written.\n`,
  );
};
