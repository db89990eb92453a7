import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** How the scores of the steps are added up. */
export type Aggregate = "sum" | "sequence-mean" | "group-token-mean" | "batch-token-mean";

/**
 * Writes the weight of every step in the mean over trajectories, (1/n) Σ_i Σ_t w_it ψ_it, with L_i the steps of
 * trajectory i:
 * - sum: w = A_i;
 * - sequence-mean: w = A_i / L_i;
 * - group-token-mean: w = A_i K / Σ_{j in the group} L_j, the mean over groups of their mean over steps;
 * - batch-token-mean: w = A_i n / Σ_j L_j, the mean over all steps.
 *
 * @param advantages [n] @param out [steps], written
 */
export const aggregate = (
  batch: TrajectoryBatch,
  kind: Aggregate,
  advantages: Float64Array,
  out: Float64Array,
): void => {
  const { trajectories: n, offsets, steps, groupSize: K } = batch;
  for (let i = 0; i < n; i++) {
    const first = offsets[i];
    const end = offsets[i + 1];
    let factor = 1;
    if (kind === "sequence-mean") factor = 1 / (end - first);
    else if (kind === "batch-token-mean") factor = n / steps;
    else if (kind === "group-token-mean") {
      const group = i - (i % K);
      factor = K / (offsets[group + K] - offsets[group]);
    }
    out.fill(factor * advantages[i], first, end);
  }
};
