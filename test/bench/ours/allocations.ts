import { getHeapStatistics } from "node:v8";
import type { Environment, FiniteEnvironment } from "../../../envs/contract/environment.ts";
import { isDiscrete } from "../../../envs/contract/environment.ts";
import { stream } from "../../../src/index.ts";
import { sharedEstimate } from "../../../src/problem/weighting.ts";
import type { Setup } from "../../../src/setup/set-up.ts";
import { setUpOf, sevenOn } from "../problems.ts";

/**
 * Prints the bytes that a rollout and an estimate take from the heap per step, by problem, once they are compiled.
 * The fewest of several attempts count, since whatever else allocates can only add. To be run with
 * --expose-gc and --min-semi-space-size=64, so that nothing is collected meanwhile, and without concurrent compilation.
 */
const ATTEMPTS = 15;
const BATCHES = 8;
const BATCH = 256;

/** The same environment, but every step leaves something on the heap: it must be found. */
let left: unknown;
const wasteful = (environment: Environment): Environment => {
  if (!isDiscrete(environment)) throw new RangeError("only with discrete states");
  const { model: _, thresholds: __, ...rest } = environment;
  const step: FiniteEnvironment["step"] = (state, ...given) => {
    left = [state];
    return environment.step(state, ...given);
  };
  return { ...rest, step };
};

const bytesPerStep = ({ point, estimators }: Setup) => {
  const draws = (role: string) => stream("allocations", role);
  const sample = point.sampler(draws("actions"), draws("environment"));
  const estimate = sharedEstimate(estimators.flatMap(({ estimator }) => estimator.weighting ?? []));
  const gradients = estimators.map(() => new Float64Array(point.theta.length));
  let fewest = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    globalThis.gc?.();
    const before = getHeapStatistics().used_heap_size;
    let steps = 0;
    for (let i = 0; i < BATCHES; i++) {
      const batch = sample(BATCH);
      estimate(batch, point, gradients);
      steps += batch.steps;
    }
    const bytes = getHeapStatistics().used_heap_size - before;
    if (bytes >= 0) fewest = Math.min(fewest, bytes / steps); // below 0, something was collected after all
  }
  return fewest;
};

process.stdout.write(
  JSON.stringify({
    "frozen-lake": bytesPerStep(setUpOf("frozen-lake")),
    "seven estimators": bytesPerStep(sevenOn("frozen-lake")),
    bandit: bytesPerStep(setUpOf("bandit")),
    "double-integrator": bytesPerStep(setUpOf("double-integrator")),
    "cart-pole": bytesPerStep(setUpOf("cart-pole")),
    wasteful: bytesPerStep(setUpOf("frozen-lake", wasteful)),
  }),
);
if (left === undefined) throw new Error("nothing was left on the heap");
