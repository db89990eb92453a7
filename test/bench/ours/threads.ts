import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { stream } from "../../../src/index.ts";
import { sharedEstimate } from "../../../src/problem/weighting.ts";
import { setUpOf } from "../problems.ts";
import { clockTime, serve } from "./serve.ts";

/**
 * Batches of FrozenLake in threads that share nothing and write nothing: what more of them bring on this machine at
 * best. Argument: threads.
 */
const BATCH = 512;

if (isMainThread) {
  const workers = Array.from(
    { length: Number(process.argv[2]) },
    () => new Worker(fileURLToPath(import.meta.url)),
  );
  await serve(
    `Node ${process.versions.node}`,
    async (count) => {
      const done = workers.map((worker) => once(worker, "message"));
      for (const worker of workers) worker.postMessage(count);
      const steps = (await Promise.all(done)).flat().reduce((sum, each) => sum + each, 0);
      return { units: steps, trajectories: workers.length * count * BATCH, check: 0 };
    },
    clockTime,
  );
  for (const worker of workers) await worker.terminate();
} else {
  const { point, estimators } = setUpOf("frozen-lake");
  const sample = point.sampler(stream("threads", "a"), stream("threads", "e"));
  const estimate = sharedEstimate(estimators.flatMap(({ estimator }) => estimator.weighting ?? []));
  const gradient = new Float64Array(point.theta.length);
  parentPort?.on("message", (count: number) => {
    let steps = 0;
    for (let i = 0; i < count; i++) {
      const batch = sample(BATCH);
      estimate(batch, point, [gradient]);
      steps += batch.steps;
    }
    parentPort?.postMessage(steps);
  });
}
