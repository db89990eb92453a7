import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { ensureLength } from "../linear-algebra/scratch.ts";
import { expectedScores } from "../policies/expected-scores.ts";
import type { FunctionPolicy, TabularPolicy } from "../policies/policy.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";

/** What a point makes of a number for every action of every step, q [steps, A]; only where actions are discrete. */
export interface OverActions {
  /** Writes q(k, a_k) of the actions taken. @param out [steps] */
  taken(batch: TrajectoryBatch, values: Float64Array, out: Float64Array): void;
  /** Subtracts Σ_a π(a|s_k) q(k, a), in place. @param out [steps] */
  subtractMean(batch: TrajectoryBatch, values: Float64Array, out: Float64Array): void;
  /** Writes Σ_k c_k Σ_a ∇π(a|s_k) q(k, a). @param coefficients c. # [steps] @param out [P] */
  expectedScores(
    batch: TrajectoryBatch,
    values: Float64Array,
    coefficients: Float64Array,
    out: Float64Array,
  ): void;
}

/** Number A of actions. @throws RangeError, naming `what` needs it, where actions are continuous */
export const requireDiscreteActions = (
  { environment }: { readonly environment: Environment },
  what: string,
): number => {
  const count = isDiscrete(environment) ? environment.actions : environment.action.count;
  if (count === undefined)
    throw new RangeError(`${what} needs discrete actions; those of ${environment.kind} are real numbers`);
  return count;
};

/** By the table of probabilities. @param at read now. # probabilities [S, A] */
export const overTable = (at: {
  readonly policy: TabularPolicy;
  readonly probabilities: Float64Array;
}): OverActions => {
  const { policy, probabilities } = at;
  const A = policy.actions;
  let sums = new Float64Array(0); // [S, A]
  return {
    taken({ steps, actions }, values, out) {
      for (let k = 0; k < steps; k++) out[k] = values[k * A + actions[k]];
    },
    subtractMean({ steps, states }, values, out) {
      for (let k = 0; k < steps; k++) {
        const row = states[k] * A;
        for (let a = 0; a < A; a++) out[k] -= probabilities[row + a] * values[k * A + a];
      }
    },
    expectedScores(batch, values, coefficients, out) {
      sums = ensureLength(sums, probabilities.length);
      expectedScores(batch, at, values, coefficients, sums);
      policy.weightedScores(probabilities, sums, out);
    },
  };
};

/** By asking the policy for each action in turn, as if it had been taken at every step: A passes. */
export const overFunction = (policy: FunctionPolicy, A: number): OverActions => {
  let all = new Float64Array(0); // one action, of every step
  let weights = new Float64Array(0);
  const one = new Float64Array(policy.parameters);
  /** π(a|·) of every step, in `weights`. */
  const likelihoods = (batch: TrajectoryBatch, a: number): TrajectoryBatch => {
    all = ensureLength(all, batch.steps).fill(a, 0, batch.steps);
    weights = ensureLength(weights, batch.steps);
    const as = { ...batch, actions: all };
    policy.logProbabilities(as, weights);
    for (let k = 0; k < batch.steps; k++) weights[k] = Math.exp(weights[k]);
    return as;
  };
  return {
    taken({ steps, actions }, values, out) {
      for (let k = 0; k < steps; k++) out[k] = values[k * A + actions[k]];
    },
    subtractMean(batch, values, out) {
      for (let a = 0; a < A; a++) {
        likelihoods(batch, a);
        for (let k = 0; k < batch.steps; k++) out[k] -= weights[k] * values[k * A + a];
      }
    },
    expectedScores(batch, values, coefficients, out) {
      out.fill(0);
      for (let a = 0; a < A; a++) {
        const as = likelihoods(batch, a);
        for (let k = 0; k < batch.steps; k++) weights[k] *= coefficients[k] * values[k * A + a];
        policy.weightedScores(as, 0, batch.steps, [weights], [one]);
        for (let j = 0; j < out.length; j++) out[j] += one[j];
      }
    },
  };
};
