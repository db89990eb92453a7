import { join } from "node:path";
import { runStudy } from "trueslope";
import { sevenEstimators } from "../problems.ts";
import { clockTime, serve } from "./serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Eight seeds of the agent of seven estimators into a database. Arguments: workers; batch size and replicates of probes. */
const [workers, batchSize, replicates] = process.argv.slice(2).map(Number);
const study = sevenEstimators({
  seeds: [0, 1, 2, 3, 4, 5, 6, 7],
  agent: { iterations: 100 },
  probe: { replicates, batchSizes: [batchSize] },
});
const { folder, empty } = temporaryFolder();

await serve(
  `Node ${process.versions.node}`,
  async (count) => {
    let units = 0;
    for (let i = 0; i < count; i++) {
      const failures = await runStudy(study, {
        db: join(folder, "bench.db"),
        workers,
        onEvent(event) {
          if (event.type === "end") units++;
        },
      });
      if (failures.length > 0) throw new Error(failures[0].error);
      empty();
    }
    return { units, trajectories: count, check: 0 };
  },
  clockTime,
);
