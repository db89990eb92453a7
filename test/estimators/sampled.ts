import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { OneStepModel } from "../../envs/contract/models.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import { type Random, stream } from "../../src/random.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { samplerOf } from "../problems/estimator-of.ts";
import type { Scene } from "../problems/problem-of.ts";
import { batchOf } from "../problems/trajectories.ts";

/** The same scene, with every batch shown that is drawn at points of its problem, and the θ it is drawn at. */
export const watching = (
  scene: Scene,
  see: (batch: TrajectoryBatch, theta: Float64Array) => void,
): Scene => ({
  ...scene,
  at(theta) {
    const point = scene.at(theta);
    const sampler = point.sampler.bind(point);
    point.sampler = (...draws) => {
      const draw = sampler(...draws);
      return (n) => {
        const batch = draw(n);
        see(batch, point.theta);
        return batch;
      };
    };
    return point;
  },
});

/** ∇J, or the direction that the objective asks for. */
export const truthOf = ({ point }: Scene): Float64Array => {
  const out = new Float64Array(point.theta.length);
  if (point.exact === undefined) throw new Error("no truth is known");
  point.exact.gradient(out);
  return out;
};

/** The model of a one-step problem. */
export const oneStepModelOf = ({ environment }: Scene): OneStepModel => {
  const { model } = environment as ContinuousEnvironment;
  if (model?.kind !== "one-step") throw new Error("not a one-step problem");
  return model;
};

/** A mean over replicates, what it should be, and how many standard errors it is off. */
export interface Sampled {
  readonly mean: Float64Array; // [P]
  readonly z: Float64Array; // [P]
  /** Mean of ‖g − expected‖²: the total variance, where the mean is right. */
  readonly squaredError: number;
  readonly squaredErrorSE: number;
}

/** @param draw writes an estimate */
export const sampled = (
  replicates: number,
  expected: Float64Array,
  draw: (random: Random, out: Float64Array) => void,
  ...key: string[]
): Sampled => {
  const P = expected.length;
  const random = stream("test", "sampled", ...key);
  const out = new Float64Array(P);
  const [first, second] = [new Float64Array(P), new Float64Array(P)];
  let [square, fourth] = [0, 0];
  for (let r = 0; r < replicates; r++) {
    draw(random, out);
    let distance = 0;
    for (let j = 0; j < P; j++) {
      const error = out[j] - expected[j];
      first[j] += error / replicates;
      second[j] += error ** 2 / replicates;
      distance += error ** 2;
    }
    square += distance / replicates;
    fourth += distance ** 2 / replicates;
  }
  const z = first.map((mean, j) => {
    if (Math.abs(mean) < 1e-12) return 0;
    return mean / Math.sqrt((second[j] - mean ** 2) / (replicates - 1));
  });
  return {
    mean: first.map((mean, j) => mean + expected[j]),
    z,
    squaredError: square,
    squaredErrorSE: Math.sqrt(Math.max(0, fourth - square ** 2) / replicates),
  };
};

/** Estimates from batches of the stream, each with new draws. */
export const sampledFrom = (
  scene: Scene,
  estimator: Pick<Estimator, "estimate">,
  { replicates, batchSize, expected = truthOf(scene), key = "stream" }: SampledFrom,
): Sampled => {
  const draw = samplerOf(scene, key);
  return sampled(
    replicates,
    expected,
    (random, out) => estimator.estimate(draw(batchSize), scene.point, out, random),
    key,
  );
};

/** The same of an estimator that simulates, and so needs no batches. */
export const simulated = (
  scene: Scene,
  estimator: Pick<Estimator, "estimate">,
  { replicates, batchSize, expected = truthOf(scene), key = "own" }: SampledFrom,
): Sampled => {
  const batch = batchOf(batchSize);
  return sampled(
    replicates,
    expected,
    (random, out) => estimator.estimate(batch, scene.point, out, random),
    key,
  );
};

interface SampledFrom {
  readonly replicates: number;
  readonly batchSize: number;
  readonly expected?: Float64Array;
  readonly key?: string;
}
