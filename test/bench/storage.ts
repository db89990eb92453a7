import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStudy } from "../../src/config/load.ts";
import { openStore } from "../../src/store/open.ts";
import { execute, register } from "../../src/sweep/execute.ts";
import { createPool, type Pool } from "../../src/sweep/pool.ts";
import { provenance } from "../../src/sweep/provenance.ts";
import { sweep } from "../../src/sweep/sweep.ts";

/** Wall times of the quickstart's runs with one worker, 1000 replicates, in milliseconds. */
export interface StorageTimes {
  /** Everything computed and sent, nothing recorded. */
  readonly without: number;
  /** The same, recorded, and the database closed. */
  readonly withStore: number;
  /** Rows of `estimate`. */
  readonly rows: number;
}

/** Measures what recording adds to a probe: the writer works beside the worker, on another core if there is one. */
export const storage = async (): Promise<StorageTimes> => {
  const study = loadStudy("experiments/quickstart/study.yaml", { set: ["probe.replicates=1000"] });
  const folder = mkdtempSync(join(tmpdir(), "trueslope-bench-"));
  const pool = createPool(1);
  const store = openStore(join(folder, "bench.db"), "bench");
  try {
    const { jobs } = register(study, store);
    let rows = 0;
    await drained(pool, jobs, () => {}); // warm
    const without = await timed(() => drained(pool, jobs, (count) => (rows += count)));
    const withStore = await timed(async () => {
      await execute({ jobs, store, runner: pool, concurrency: 1, provenance: provenance("bench") });
      store.close();
    });
    return { without, withStore, rows };
  } finally {
    store.close();
    await pool.close();
    rmSync(folder, { recursive: true });
  }
};

const drained = (pool: Pool, jobs: Parameters<typeof sweep>[0], count: (rows: number) => void) =>
  new Promise<void>((resolve, reject) => {
    sweep(jobs, pool, 1).subscribe({
      next(event) {
        if (event.type !== "parcel") return;
        for (const each of event.parcel.events) if (each.type === "estimates") count(each.replicates);
        event.parcel.acknowledge();
      },
      error: reject,
      complete: resolve,
    });
  });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
