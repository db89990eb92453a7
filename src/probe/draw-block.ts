import { sharedEstimate } from "../problem/weighting.ts";
import { stream } from "../random.ts";
import type { Setup } from "../setup/set-up.ts";
import { blocksOf, replicatesOf } from "./blocks.ts";

/** Takes the estimates of one replicate after the other, one of each of E estimators. */
export interface ReplicateSink {
  /** Where those of the next are to be written: zeros. # E × [P] */
  places(): readonly Float64Array[];
  /** They are in their places. @param envSteps behind each. # [E] */
  add(envSteps: Float64Array): void;
}

/** Replicates of all estimators at one θ and number of trajectories, which see the same batches. */
export interface Drawing {
  readonly iteration: number;
  /** Trajectories of each batch; an estimate that takes several batches has more behind it. */
  readonly batchSize: number;
}

/**
 * Draws a block of replicates at the point of a setup: the same wherever it is drawn, and whatever was before. Critics of
 * probe estimators are fitted to a batch of its own, and learn from its replicates; those of the agent stay as they are.
 */
export const drawBlock = (
  { config, point, update, estimators }: Setup,
  { iteration, batchSize }: Drawing,
  block: number,
  sink: ReplicateSink,
): void => {
  const key = [config.seed, config.agent.name, "probe", iteration, batchSize];
  if (block > 0) key.push("block", block);
  const samplerOf = (...of: (string | number)[]) =>
    point.sampler(stream(...key, ...of, "actions"), stream(...key, ...of, "environment"));
  const draw = samplerOf();
  // what takes several batches draws the further ones elsewhere, so that no other estimator sees them
  const batches = Math.max(...estimators.map(({ estimator }) => estimator.takes.batches));
  const further = Array.from({ length: batches - 1 }, (_, b) => samplerOf("batch", b + 1));
  const randoms = estimators.map(({ name }) => stream(...key, "estimator", name));
  // what only weights scores is estimated together, in one pass over the batch
  const sharing = [...estimators.keys()].filter((e) => estimators[e].estimator.weighting);
  const together = sharedEstimate(estimators.flatMap(({ estimator: { weighting } }) => weighting ?? []));
  const probed = estimators.slice(update.estimators.length); // the agent's learn along training and are frozen here
  const memories = probed.flatMap(({ estimator }) => estimator.memory ?? []);
  if (memories.length > 0) {
    const warmUp = samplerOf("warm-up")(batchSize);
    for (const memory of memories) memory.fit(warmUp, point);
  }
  const envSteps = new Float64Array(estimators.length);
  for (let r = replicatesOf(config, blocksOf(config), block); r > 0; r--) {
    const places = sink.places();
    const first = draw(batchSize);
    together(
      first,
      point,
      sharing.map((e) => places[e]),
    );
    envSteps.fill(0);
    for (let b = 0; b < batches; b++) {
      const batch = b === 0 ? first : further[b - 1](batchSize);
      for (const [e, { estimator }] of estimators.entries()) {
        const { weighting, takes } = estimator;
        if (b >= takes.batches) continue;
        const own = weighting ? 0 : estimator.estimate(batch, point, places[e], randoms[e]);
        envSteps[e] += takes.simulates ? own : batch.steps;
      }
    }
    sink.add(envSteps);
    for (const memory of memories) memory.update(first, point);
  }
};
