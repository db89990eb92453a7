import type { Numbers, Tensor } from "../../bridge/frame.ts";
import type { Critic } from "../../critics/critic.ts";
import { ensureLength } from "../../linear-algebra/scratch.ts";
import type { Point } from "../../problem/point.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/**
 * A function that gives the arrays of a batch, as outside code gets them: views, valid until the next batch. Observations are
 * what the policy sees, normalized where it normalizes.
 *
 * @param critic whose values go along, if there is one
 */
export const tensorsOfBatch = (critic: Critic | undefined) => {
  let logs = new Float64Array(0);
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  return (batch: TrajectoryBatch, point: Point): Tensor[] => {
    const { steps, trajectories: n } = batch;
    logs = ensureLength(logs, steps);
    point.logProbabilities(batch, logs);
    const tensors = [
      ...seenBy(point, batch),
      tensor("rewards", batch.rewards, steps),
      tensor("log_probabilities", logs, steps),
      tensor("offsets", batch.offsets, n + 1),
      tensor("terminated", batch.terminated, n),
    ];
    if (critic === undefined) return tensors;
    values = ensureLength(values, steps);
    ends = ensureLength(ends, n);
    critic.evaluate(batch, point, values, ends);
    return [...tensors, tensor("values", values, steps), tensor("last_values", ends, n)];
  };
};

/** θ, and what the policy saw and did. */
const seenBy = ({ theta, policy }: Point, batch: TrajectoryBatch): Tensor[] => {
  const { steps, trajectories: n } = batch;
  if (!("observationSize" in policy))
    return [
      policy.kind === "softmax"
        ? tensor("theta", theta, policy.states, policy.actions)
        : tensor("theta", theta, theta.length),
      tensor("states", batch.states, steps),
      tensor("last_states", batch.lastStates, n),
      tensor("actions", batch.actions, steps),
    ];
  const { observationSize: O, action, normalizer } = policy;
  const seen = (observations: Float64Array, rows: number): Float64Array => {
    if (normalizer === undefined) return observations;
    const out = new Float64Array(rows * O);
    normalizer.apply(observations, 0, rows, out);
    return out;
  };
  return [
    tensor("theta", theta, theta.length),
    tensor("observations", seen(batch.observations, steps), steps, O),
    tensor("last_observations", seen(batch.lastObservations, n), n, O),
    tensor("actions", batch.actions, steps, ...(action.size === undefined ? [] : [action.size])),
  ];
};

const tensor = (name: string, values: Numbers, ...shape: number[]): Tensor => ({
  ...{ name, shape },
  values: values.subarray(
    0,
    shape.reduce((product, each) => product * each, 1),
  ) as Numbers,
});
