import { engineDigest } from "../../src/arithmetic/engine.ts";
import type { MomentsEvent } from "../../src/moments/event.ts";
import type { EstimatesEvent, ProbeEvent } from "../../src/probe/cell.ts";
import { cellSums } from "../../src/probe/cell-sums.ts";
import type { PlannedRun } from "../../src/store/record/register.ts";

export const provenance = {
  gitCommit: "0123abc",
  gitDirty: true,
  packageVersion: "0.1.0",
  nodeVersion: "v20.0.0",
  engine: engineDigest(),
  host: "test",
  pid: 42,
};

export function planned(overrides: Partial<PlannedRun> = {}): PlannedRun {
  return {
    agent: "a",
    seed: 0,
    environment: "corridor",
    config: { estimator: { kind: "actor-critic", lambda: 0.95 }, batchSize: 32 },
    configHash: "h1",
    probes: [0, 50],
    estimators: [
      {
        name: "to-go",
        kind: "reinforce",
        stateWeight: "discounted",
        unbiased: true,
        config: { return: "to-go" },
      },
    ],
    ...overrides,
  };
}

/** Deterministic vectors of a skewed distribution around (1, 1, …). */
export function vectors(count: number, parameters: number, salt = 1): number[][] {
  let state = salt;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: parameters }, () => 1 + 3 * uniform() ** 3 - 0.75),
  );
}

export const dot = (a: number[], b: number[]) => a.reduce((sum, x, j) => sum + x * b[j], 0);
export const norm = (a: number[]) => Math.sqrt(dot(a, a));
export const minus = (a: number[], b: number[]) => a.map((x, j) => x - b[j]);
export const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
export const meanVector = (vs: number[][]) => vs[0].map((_, j) => mean(vs.map((v) => v[j])));
export const unit = (a: number[]) => (norm(a) > 0 ? a.map((x) => x / norm(a)) : a.map(() => 0));
export const allFinite = (a: number[]) => a.every(Number.isFinite);

/** The event of one cell, its columns by their definitions. */
export function estimates(gradients: number[][], truth: number[] | null, name = "to-go"): EstimatesEvent {
  const good = gradients.filter(allFinite);
  const center = good.length > 0 ? meanVector(good) : [];
  const direction = good.length > 0 ? meanVector(good.map(unit)) : [];
  const column = (f: (g: number[]) => number) =>
    Float64Array.from(gradients, (g) => (allFinite(g) ? f(g) : Number.NaN));
  const withTruth = (f: (g: number[], truth: number[]) => number) =>
    column((g) => (truth ? f(g, truth) : Number.NaN));
  const columns = {
    envSteps: Float64Array.from(gradients, (_, i) => 10 + i),
    norm: column(norm),
    dotTruth: withTruth(dot),
    cosine: withTruth((g, G) =>
      norm(G) === 0 ? Number.NaN : norm(g) === 0 ? 0 : dot(g, G) / norm(g) / norm(G),
    ),
    squaredError: withTruth((g, G) => norm(minus(g, G)) ** 2),
    squaredDeviation: column((g) => norm(minus(g, center)) ** 2),
    directionDeviation: column((g) => norm(minus(unit(g), direction)) ** 2),
    finite: Uint8Array.from(gradients, (g) => Number(allFinite(g))),
  };
  return {
    ...{ type: "estimates", iteration: 0, estimator: name, batchSize: 8, replicates: gradients.length },
    ...columns,
    sums: cellSums({ ...columns, mean: Float64Array.from(center) }),
    gradients: Float64Array.from(gradients.flat()),
  };
}

/** Exact moments that a test may change. */
export function moments(change: Partial<MomentsEvent> = {}): MomentsEvent {
  return {
    type: "moments",
    iteration: 0,
    estimator: "to-go",
    batchSize: 8,
    biasNorm: 0.25,
    meanNorm: 2,
    cosine: 1,
    turnedBy: 0,
    scaledBy: 1.25,
    totalVariance: 0.5,
    rounding: 1e-12,
    parallelVariance: 0.125,
    trajectoryVariance: 0.125,
    actionVariance: 0.25,
    stateVariance: 0.25,
    stepCovariance: -0.125,
    method: "recursion",
    ...change,
  };
}

export function probe(truth: number[] | null, parameters = truth?.length ?? 3): ProbeEvent {
  return {
    type: "probe",
    normalizer: new Float64Array(0),
    iteration: 0,
    theta: Float64Array.from({ length: parameters }, (_, j) => j / 8),
    truth: truth && {
      discount: 0.99,
      horizon: 100,
      stateWeight: "discounted",
      method: "exact",
      value: 0.5,
      norm: norm(truth),
      standardError: 0,
      rounding: 0,
      noise: norm(truth) === 0 ? "∇J is 0" : null,
      gradient: Float64Array.from(truth),
    },
  };
}
