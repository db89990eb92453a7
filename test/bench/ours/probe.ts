import { join } from "node:path";
import { openStore, plan, type RunConfig } from "../../../src/index.ts";
import { execute, register } from "../../../src/sweep/execute.ts";
import { createPool } from "../../../src/sweep/pool.ts";
import { provenance } from "../../../src/sweep/provenance.ts";
import { sweep } from "../../../src/sweep/sweep.ts";
import { quickstart } from "../problems.ts";
import { clockTime, processorTime, serve } from "./serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Three probes of the quickstart's agent in one worker thread. Arguments: "recorded", or "sent" where everything is
 * computed and sent and then dropped; "clock" or "processor", the time that is told; batch sizes.
 */
const [what, timed, ...sizes] = process.argv.slice(2);
const batchSizes = sizes.map(Number);
const replicates = batchSizes.length === 1 ? 200 : 1000;
const study = quickstart({ seeds: [0], agent: { iterations: 100 }, probe: { replicates, batchSizes } });
const estimates = 3 * batchSizes.length * 7 * replicates; // in three probes of seven estimators
const [config] = plan(study);
const { folder, empty } = temporaryFolder();
const pool = createPool(1);

const sent = (job: { runId: number; config: RunConfig }): Promise<void> =>
  new Promise((resolve, reject) => {
    sweep([job], pool, 1).subscribe({
      next(event) {
        if (event.type === "parcel") event.parcel.acknowledge();
        else if (event.type === "end" && event.error !== null) reject(new Error(event.error));
      },
      error: reject,
      complete: resolve,
    });
  });

const recorded = async (): Promise<void> => {
  const store = openStore(join(folder, "bench.db"), "bench");
  const { jobs } = register(study, store);
  await execute({ jobs, store, runner: pool, concurrency: 1, provenance: provenance("bench") });
  store.close();
  empty();
};

await serve(
  `Node ${process.versions.node}`,
  async (count) => {
    for (let i = 0; i < count; i++) await (what === "recorded" ? recorded() : sent({ runId: 1, config }));
    return { units: count * estimates, trajectories: count, check: 0 };
  },
  timed === "clock" ? clockTime : processorTime,
);
await pool.close();
