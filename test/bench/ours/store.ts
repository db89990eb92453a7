import { join } from "node:path";
import { type EstimatesEvent, openStore } from "../../../src/index.ts";
import { cellSums } from "../../../src/probe/cell-sums.ts";
import { serve } from "./serve.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Estimates with vectors of 64, recorded in transactions of 2000. */
const REPLICATES = 2000;
const PARAMETERS = 64;
const PROBES = 100_000;

const { folder } = temporaryFolder();
const store = openStore(join(folder, "bench.db"), "bench");
const [{ runId }] = store.register("bench", [
  {
    agent: "agent",
    seed: 0,
    environment: "frozen-lake",
    config: {},
    configHash: "",
    probes: Array.from({ length: PROBES }, (_, i) => i),
    estimators: [{ name: "agent", kind: "reinforce", stateWeight: "discounted", unbiased: true, config: {} }],
  },
]);
const column = () => new Float64Array(REPLICATES).fill(1 / 3);
const columns = {
  envSteps: new Float64Array(REPLICATES).fill(61),
  norm: column(),
  dotTruth: column(),
  cosine: column(),
  squaredError: column(),
  squaredDeviation: column(),
  directionDeviation: column(),
  finite: new Uint8Array(REPLICATES).fill(1),
};
const event: EstimatesEvent = {
  ...{ type: "estimates", iteration: 0, estimator: "agent", batchSize: 8, replicates: REPLICATES },
  ...columns,
  sums: cellSums({ ...columns, mean: new Float64Array(PARAMETERS).fill(1 / 3) }),
  gradients: new Float64Array(REPLICATES * PARAMETERS).fill(1 / 3),
};
let iteration = 0;

await serve(`Node ${process.versions.node}`, (count) => {
  for (let i = 0; i < count; i++) store.record(runId, { ...event, iteration: iteration++ });
  return { units: count * REPLICATES, trajectories: count, check: iteration };
});
