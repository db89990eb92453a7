import type { FrozenTable, TabularPolicy, TrajectoryBatch } from "../types.ts";

/**
 * Weighted sums of scores over the steps of a batch. The weights of equal (s, a) are added up first, so that scores
 * are computed once per state and action and not once per step.
 * @param probabilities read at every call. # [S, A]
 */
export const tableScores = (
  policy: TabularPolicy,
  probabilities: Float64Array,
): FrozenTable["weightedScores"] => {
  const { actions: A } = policy;
  const sums: Float64Array[] = [];
  let rows = new Int32Array(0);
  return ({ states, actions }: TrajectoryBatch, from, to, weightings, outs) => {
    while (sums.length < weightings.length) sums.push(new Float64Array(probabilities.length));
    if (weightings.length > 1) {
      if (rows.length < to) rows = new Int32Array(2 * to);
      for (let k = from; k < to; k++) rows[k] = states[k] * A + actions[k];
    }
    for (const [e, weights] of weightings.entries()) {
      const sum = sums[e].fill(0);
      if (weightings.length > 1) for (let k = from; k < to; k++) sum[rows[k]] += weights[k];
      else for (let k = from; k < to; k++) sum[states[k] * A + actions[k]] += weights[k];
      policy.weightedScores(probabilities, sum, outs[e]);
    }
  };
};
