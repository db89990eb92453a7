import type { Environment, VectorEnvironment } from "../../envs/contract/environment.ts";
import type { OneStepModel } from "../../envs/contract/models.ts";
import { linearQuadratic } from "../../envs/linear-quadratic.ts";
import { oneStep } from "../../envs/one-step.ts";
import type { Estimator } from "../../src/estimators/estimator.ts";
import type { EstimatorContext, EstimatorKind } from "../../src/estimators/kind.ts";
import { policies } from "../../src/policies/index.ts";
import type { Policy } from "../../src/policies/policy.ts";
import type { Objective } from "../../src/problem/objective.ts";
import type { Random } from "../../src/random.ts";
import { stream } from "../../src/random.ts";
import { choice, make } from "../../src/registry.ts";
import type { Sampler, TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { type AtPoint, pointOf } from "../problems.ts";

/** Everything that an estimator is made from, and θ. */
export type Scene = EstimatorContext & AtPoint;

/** @param policy a kind of policy and its options */
export const sceneOf = (
  environment: Environment,
  policy: { readonly kind: string; readonly [option: string]: unknown },
  theta: ArrayLike<number>,
  objective: Partial<Objective> & { horizon: number },
): Scene => {
  const full: Objective = { discount: 1, stateWeight: "discounted", ...objective };
  const created = () =>
    make<[Environment, Objective], Policy>(policies, choice(policies).parse(policy), environment, full);
  return {
    ...pointOf({ environment, objective: full, createPolicy: created }, theta),
    critic: () => {
      throw new Error("no critic here");
    },
  };
};

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

export const linearQuadraticOf = (options: object) =>
  linearQuadratic.create(linearQuadratic.options.parse(options));

export const oneStepOf = (options: object) => oneStep.create(oneStep.options.parse(options));

/** Two states, two actions that are felt in both, noise everywhere. */
export const noisyPlane = linearQuadraticOf({
  A: [
    [0.9, 0.3],
    [-0.2, 0.8],
  ],
  B: [
    [1, 0.2],
    [0.1, 0.5],
  ],
  Q: [
    [1, 0.2],
    [0.2, 0.5],
  ],
  R: [
    [0.3, 0.1],
    [0.1, 0.4],
  ],
  noise: [0.2, 0.1],
  start: [1, -0.5],
  startDeviation: [0.3, 0.1],
});

/** Its gain, bias and log σ. */
const planeTheta = [-0.3, 0.1, 0.2, -0.4, 0.1, -0.2, -0.7, -0.4];

export const plane = (objective: Partial<Objective> = {}): Scene =>
  sceneOf(noisyPlane, { kind: "linear-gaussian", deviation: "learned", bias: true }, planeTheta, {
    horizon: 4,
    discount: 0.9,
    ...objective,
  });

/** The same problem with an open loop of three steps and a fixed deviation. */
export const openLoop = (objective: Partial<Objective> = {}): Scene =>
  sceneOf(noisyPlane, { kind: "time-gaussian", deviation: 0.5 }, [0.2, -0.1, -0.4, 0.3, 0.1, 0.2], {
    horizon: 3,
    discount: 0.8,
    ...objective,
  });

export const doubleIntegrator = (deviation = 0.1, theta: readonly number[] = [-0.2, -0.5]): Scene =>
  sceneOf(linearQuadraticOf({ preset: "double-integrator" }), { kind: "linear-gaussian", deviation }, theta, {
    horizon: 10,
  });

export const estimatorOf = (kind: EstimatorKind, options: object, scene: Scene): Estimator =>
  kind.create(kind.options.parse(options), scene);

/** ∇J, or the direction that the objective asks for. */
export const truthOf = ({ point }: Scene): Float64Array => {
  const out = new Float64Array(point.theta.length);
  if (point.exact === undefined) throw new Error("no truth is known");
  point.exact.gradient(out);
  return out;
};

/** The model of a one-step problem. */
export const oneStepModelOf = ({ environment }: Scene): OneStepModel => {
  const { model } = environment as VectorEnvironment;
  if (model?.kind !== "one-step") throw new Error("not a one-step problem");
  return model;
};

export const samplerOf = ({ point }: Scene, ...key: string[]): Sampler =>
  point.sampler(stream("test", ...key, "actions"), stream("test", ...key, "environment"));

/** A batch that only says how many trajectories there are: what estimators that simulate read. */
export const batchOf = (trajectories: number): TrajectoryBatch => ({
  trajectories,
  groupSize: 1,
  steps: 0,
  offsets: new Int32Array(trajectories + 1),
  states: new Int32Array(0),
  actions: new Int32Array(0),
  rewards: new Float64Array(0),
  lastStates: new Int32Array(trajectories),
  observations: new Float64Array(0),
  controls: new Float64Array(0),
  lastObservations: new Float64Array(0),
  terminated: new Uint8Array(trajectories),
});

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

export const largest = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((most, x) => (Number.isNaN(x) ? x : Math.max(most, Math.abs(x))), 0);
