// A process that computes a little and writes a lot, as a sweep does, until its input ends: per parcel a probe with 6
// cells of 20 estimates of 32 coordinates, and 10 updates of θ. Its runs end one after the other.
// Arguments: the database, milliseconds of computing per parcel. Prints parcels per second, and the milliseconds of the
// longest write.

import { argv, stdin } from "node:process";
import { setImmediate } from "node:timers/promises";
import { cellSums } from "../../dist/src/probe/cell-sums.js";
import { openStore } from "../../dist/src/store/open.js";

const [, , path, thinking] = argv;
const [RUNS, PROBES, N, P] = [100, 40, 20, 32];

const probes = Array.from({ length: PROBES }, (_, i) => 10 * i);
const names = ["agent", "b", "c"];
const estimators = names.map((name) => ({
  ...{ name, kind: "reinforce", stateWeight: "discounted", unbiased: true, config: {} },
}));
const config = {
  environment: { kind: "corridor", length: 4 },
  objective: { discount: 1, horizon: 5 },
  policy: { kind: "softmax" },
  agent: {
    ...{ name: "a", batchSize: 8, iterations: 10 * PROBES, logEvery: 1 },
    estimator: { kind: "reinforce" },
    optimizer: { kind: "sgd" },
  },
  probe: { every: 10, batchSizes: [1, 8], replicates: N, estimators: [{ name: "b" }, { name: "c" }] },
};
const truth = {
  ...{
    discount: 1,
    horizon: 5,
    stateWeight: "discounted",
    method: "exact",
    value: 1,
    norm: 1,
    standardError: 0,
  },
  gradient: new Float64Array(P).fill(1),
};
const column = (f) => Float64Array.from({ length: N }, (_, i) => f(i));
const columns = {
  envSteps: column(() => 5),
  norm: column((i) => 1 + i / N),
  dotTruth: column(() => 1),
  cosine: column((i) => i / N),
  squaredError: column((i) => 1 + i),
  squaredDeviation: column((i) => 1 + i),
  directionDeviation: column(() => 0.5),
  finite: new Uint8Array(N).fill(1),
};

const parcel = (iteration, n) => [
  { type: "probe", iteration, theta: new Float64Array(P), normalizer: new Float64Array(0), truth },
  ...names.flatMap((estimator) =>
    [1, 8].map((batchSize) => ({
      ...{ type: "estimates", iteration, estimator, batchSize, replicates: N },
      ...columns,
      sums: cellSums({ ...columns, mean: new Float64Array(P).fill(n) }),
      gradients: new Float64Array(N * P).fill(n),
    })),
  ),
  ...Array.from({ length: 10 }, (_, i) => ({
    ...{ type: "iteration", iteration: iteration + i, envSteps: 40 * (iteration + i + 1) },
    ...{
      meanReturn: 1 + (n % 7),
      episodeReturn: 1,
      episodeLength: 1,
      exactReturn: iteration,
      gradientNorm: 1,
      ...{ episodes: 1, returnMin: 1, returnMax: 1, figures: null },
    },
  })),
];

const store = openStore(path, "0.1.0");
const runs = Array.from({ length: RUNS }, (_, seed) => ({
  ...{ agent: "a", seed, environment: "corridor", configHash: String(seed), probes, estimators },
  config: { ...config, seed },
}));
const provenance = {
  ...{
    gitCommit: null,
    gitDirty: null,
    packageVersion: "0.1.0",
    nodeVersion: "v20",
    engine: "e",
    host: "test",
    pid: 1,
  },
};
let over = false;
stdin.resume().on("end", () => {
  over = true;
});
const start = performance.now();
let [parcels, longest] = [0, 0];
const write = async (runId, iteration) => {
  const events = parcel(iteration, parcels++);
  for (const until = performance.now() + Number(thinking); performance.now() < until; );
  const before = performance.now();
  store.record(runId, events);
  longest = Math.max(longest, performance.now() - before);
  await setImmediate(); // to hear of the end
};
for (const { runId } of store.register("following", runs)) {
  if (over) break;
  store.begin(runId, provenance);
  for (const iteration of probes) if (!over) await write(runId, iteration);
  if (!over) store.end(runId, "done");
}
console.log(JSON.stringify({ rate: (1000 * parcels) / (performance.now() - start), longest }));
store.close();
stdin.destroy();
