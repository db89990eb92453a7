import type { Distributions } from "../../policies/heads/head.ts";
import type { FunctionPolicy } from "../../policies/policy.ts";
import { isTabular } from "../../policies/policy.ts";
import type { DiscretePoint, Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { stepsReader } from "../../updates/rollouts/learned-steps.ts";
import { takenLogs } from "./taken-logs.ts";

/** What a policy says at the steps of a batch, kept for when θ has moved on. */
export interface PolicyRecord {
  /** log π(a_k|s_k) of the action that was taken. # [steps] */
  readonly taken: Float64Array;
  /** Writes KL(π(·|s_k) ‖ π'(·|s_k)) for a record π' of the same policy at another θ. @param out [steps] */
  divergence(later: PolicyRecord, out: Float64Array): void;
}

/**
 * KL is in closed form, of the policy's own distributions: in a table, over the logits or of the Gaussians that a function of
 * observations gives. Behind a tanh it is that of the Gaussians. Steps of lanes are seen as they were normalized then.
 *
 * Cost: one pass over the batch.
 */
export const policyRecord = (point: Point, batch: TrajectoryBatch): PolicyRecord => {
  const taken = takenLogs(point, batch);
  const { policy } = point;
  if (isTabular(policy)) return { taken, ...table(point as DiscretePoint, batch) };
  return { taken, ...ofRows(policy, point.theta, batch) };
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

interface OfRows extends Omit<PolicyRecord, "taken"> {
  readonly distributions: Distributions;
}

const ofRows = (policy: FunctionPolicy, theta: Float64Array, batch: TrajectoryBatch): OfRows => {
  const { metric, observationSize, normalizer } = policy;
  const { inputs, times } = stepsReader(observationSize, normalizer, undefined)(batch);
  const distributions = {
    outputs: new Float64Array(batch.steps * metric.outputs),
    own: new Float64Array(metric.own),
  };
  metric.distributions({ rows: batch.steps, inputs, times }, theta, distributions);
  return {
    distributions,
    divergence(later, out) {
      metric.divergences(distributions, (later as PolicyRecord & OfRows).distributions, batch.steps, out);
    },
  };
};
