import { readControl } from "../../policies/gaussian-control.ts";
import type { FunctionPolicy } from "../../policies/policy.ts";
import { isTabular } from "../../policies/policy.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { takenLogs } from "./taken-logs.ts";

/** What a policy says at the steps of a batch, kept for when θ has moved on. */
export interface PolicyRecord {
  /** log π(a_k|s_k) of the action that was taken. # [steps] */
  readonly taken: Float64Array;
  /** Writes KL(π(·|s_k) ‖ π'(·|s_k)) for a record π' of the same policy at another θ. @param out [steps] */
  divergence(later: PolicyRecord, out: Float64Array): void;
}

/**
 * KL is exact over discrete actions, and for Gaussian policies whose mean is linear in θ. For others it is, with the
 * ratio r = π'/π of the action that was taken, (r − 1) − log r: the mean of −log r is KL and that of r − 1 is zero,
 * which takes most of the noise away, and no term is negative.
 *
 * Source: Schulman (2020), Approximating KL divergence (the estimator k3).
 *
 * Cost: one pass over the batch; one for each action where they are discrete and states are continuous.
 */
export const policyRecord = (point: Point, batch: TrajectoryBatch): PolicyRecord => {
  const taken = takenLogs(point, batch);
  const { policy } = point;
  if (isTabular(policy)) return { taken, ...table(point as DiscretePoint, batch) };
  if (policy.action.count !== undefined) return { taken, ...everyAction(policy, batch) };
  if (policy.gaussian) return { taken, ...gaussianMeans(policy, point.theta, batch) };
  return {
    taken,
    divergence(later, out) {
      for (let k = 0; k < batch.steps; k++) out[k] = excess(later.taken[k] - taken[k]);
    },
  };
};

/** (r − 1) − log r, of log r. */
const excess = (logRatio: number): number => Math.expm1(logRatio) - logRatio;

/** A term of KL, π log(π/π'), with π' − π added, whose sum is zero: none is negative. */
const term = (log: number, later: number): number =>
  log === Number.NEGATIVE_INFINITY ? Math.exp(later) : Math.exp(log) * excess(later - log);

interface Table extends Omit<PolicyRecord, "taken"> {
  readonly logs: Float64Array; // log π. # [S, A]
}

const table = (
  { policy: { states, actions: A }, probabilities }: DiscretePoint,
  batch: TrajectoryBatch,
): Table => {
  const logs = probabilities.map(Math.log);
  return {
    logs,
    divergence(later, out) {
      const others = (later as PolicyRecord & Table).logs;
      const divergences = new Float64Array(states);
      for (let row = 0; row < logs.length; row++)
        divergences[Math.floor(row / A)] += term(logs[row], others[row]);
      for (let k = 0; k < batch.steps; k++) out[k] = divergences[batch.states[k]];
    },
  };
};

interface EveryAction extends Omit<PolicyRecord, "taken"> {
  readonly every: readonly Float64Array[]; // log π(a|x_k). # [A][steps]
}

const everyAction = (policy: FunctionPolicy, batch: TrajectoryBatch): EveryAction => {
  const every = Array.from({ length: policy.action.count ?? 0 }, (_, action) => {
    const logs = new Float64Array(batch.steps);
    policy.logProbabilities({ ...batch, actions: logs.map(() => action) }, logs);
    return logs;
  });
  return {
    every,
    divergence(later, out) {
      const others = (later as PolicyRecord & EveryAction).every;
      out.fill(0, 0, batch.steps);
      for (const [a, logs] of every.entries())
        for (let k = 0; k < batch.steps; k++) out[k] += term(logs[k], others[a][k]);
    },
  };
};

interface GaussianMeans extends Omit<PolicyRecord, "taken"> {
  readonly means: Float64Array; // [steps, K]
  readonly deviation: Float64Array; // σ. # [K]
}

/** KL of N(μ, σ²) from N(μ', σ'²): log(σ'/σ) + (σ² + (μ − μ')²)/(2σ'²) − ½ for each coordinate. */
const gaussianMeans = (
  policy: FunctionPolicy,
  theta: Float64Array,
  batch: TrajectoryBatch,
): GaussianMeans => {
  const O = policy.observationSize;
  const K = policy.action.size ?? 1;
  const { gain, offset, deviation } = readControl(policy.gaussian!, theta, O, K);
  const means = new Float64Array(batch.steps * K);
  for (let i = 0; i < batch.trajectories; i++) {
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) {
      const constant = offset(k - batch.offsets[i]);
      for (let j = 0; j < K; j++) {
        let mean = constant[j];
        for (let o = 0; o < O; o++) mean += gain[j * O + o] * batch.observations[k * O + o];
        means[k * K + j] = mean;
      }
    }
  }
  return {
    means,
    deviation,
    divergence(later, out) {
      const other = later as PolicyRecord & GaussianMeans;
      for (let k = 0; k < batch.steps; k++) {
        out[k] = 0;
        for (let j = 0; j < K; j++) {
          const narrowing = Math.log(deviation[j] / other.deviation[j]);
          const shift = (means[k * K + j] - other.means[k * K + j]) / other.deviation[j];
          out[k] += 0.5 * (excess(2 * narrowing) + shift * shift);
        }
      }
    },
  };
};
