import { join } from "node:path";
import { openStore, plan } from "../../../src/index.ts";
import type { Store } from "../../../src/store/writer.ts";
import { execute, register } from "../../../src/sweep/execute.ts";
import { createPool } from "../../../src/sweep/pool.ts";
import { provenance } from "../../../src/sweep/provenance.ts";
import { sweep } from "../../../src/sweep/sweep.ts";
import { sevenEstimators } from "../problems.ts";
import { clockTime, processorTime, serve } from "./serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Runs of the agent of seven estimators, three probes each, in one worker thread. Arguments: "recorded", or "sent" where
 * everything is computed and sent and then dropped; "clock" or "processor", the time that is told; batch sizes.
 */
const [what, timed, ...sizes] = process.argv.slice(2);
const batchSizes = sizes.map(Number);
const replicates = batchSizes.length === 1 ? 200 : 1000;
const seeds = [0, 1, 2, 3];
const study = sevenEstimators({ seeds, agent: { iterations: 100 }, probe: { replicates, batchSizes } });
const estimates = seeds.length * 3 * batchSizes.length * 7 * replicates; // in three probes of seven estimators
const { folder, empty } = temporaryFolder();
const pool = createPool(1);
const madeBy = provenance("bench");

const sent = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const jobs = plan(study).map((config, i) => ({ runId: i, config }));
    sweep(jobs, pool, 1).subscribe({
      next(event) {
        if (event.type === "batch") event.batch.acknowledge();
        else if (event.type === "end" && event.error !== null) reject(new Error(event.error.message));
      },
      error: reject,
      complete: resolve,
    });
  });

let store: Store | undefined;
const newStore = (): void => {
  store?.close();
  empty();
  store = openStore(join(folder, "bench.db"), "bench");
};
let studies = 0;
const recorded = async (): Promise<void> => {
  if (store === undefined) throw new Error("no store is open");
  const { jobs } = register(`bench ${++studies}`, plan(study), store);
  await execute({ jobs, store, runner: pool, concurrency: 1, provenance: madeBy });
};

await serve(
  `Node ${process.versions.node}`,
  async (count) => {
    for (let i = 0; i < count; i++) await (what === "recorded" ? recorded() : sent());
    return { units: count * estimates, trajectories: count, check: 0 };
  },
  timed === "clock" ? clockTime : processorTime,
  what === "recorded" ? newStore : undefined,
);
await pool.close();
