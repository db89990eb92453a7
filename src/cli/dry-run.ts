import { probeSchedule } from "../config/plan.ts";
import type { Study } from "../config/schema.ts";
import { formatRecords } from "../report/table.ts";
import { bytesText } from "../size/bytes-text.ts";
import { runsOf, sizeOfStudies } from "../size/study-size.ts";
import { workOf } from "../sweep/execute.ts";
import { print } from "./print.ts";
import { sizeText } from "./size-text.ts";

/** Prints what a study would do. */
export const dryRun = (studies: readonly Study[], db: string): void => {
  const runs = studies.flatMap(rowsOf);
  const [{ name }] = studies;
  const what = studies.length === 1 ? name : `${studies.length} studies`;
  const size = sizeText(sizeOfStudies(studies));
  print(`${formatRecords(runs)}\n${what}: ${runs.length} runs into ${db}; nothing was written.\n${size}\n`);
};

const rowsOf = (study: Study) =>
  runsOf(study).map(({ config, setup, size }) => {
    const probes = probeSchedule(config).length;
    const cells = probes * (config.probe?.batchSizes.length ?? 0) * setup.estimators.length;
    return {
      agent: config.agent.name,
      seed: config.seed,
      parameters: setup.point.theta.length,
      updates: config.agent.iterations,
      probes,
      estimates: cells * (config.probe?.replicates ?? 0),
      trajectories: workOf(config),
      "steps, at most": size.steps,
      disk: bytesText(size.disk),
    };
  });
