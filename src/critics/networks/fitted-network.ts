import { ensureLength } from "../../linear-algebra/scratch.ts";
import { shuffle } from "../../linear-algebra/shuffle.ts";
import { growing } from "../../memory/memory.ts";
import { held } from "../../memory/state.ts";
import { adam } from "../../optimizers/adam.ts";
import { ROWS } from "../../policies/body.ts";
import type { Objective } from "../../problem/objective.ts";
import { stream } from "../../random.ts";
import { lambdaReturn } from "../../trajectories/advantages.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";
import type { Critic, Fit } from "../critic.ts";
import { fitted } from "../fitted.ts";
import type { ValueNetwork } from "./value-network.ts";

export interface NetworkFitting {
  /** Step size of Adam. */
  readonly learningRate: number;
  /** Passes over each batch. */
  readonly epochs: number;
  /** Steps of each update. */
  readonly minibatch: number;
  /** Targets are λ-returns of the network's own values, renewed before each pass; rewards-to-go if not given. */
  readonly lambda?: number | undefined;
}

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * A value network as a critic: Adam on ½ mean (V − G)²/σ² over minibatches of the steps of a batch, in random order. G
 * is the reward-to-go as it was seen, truncated or not, or the λ-return, in which only termination zeroes the bootstrap.
 *
 * Source: Schulman et al. (2016), §5; the λ-return as a target, Sutton & Barto (2018), §12.1.
 *
 * @param key of the streams of first weights and of orders
 */
export const fittedNetwork = (
  network: ValueNetwork,
  { discount }: Objective,
  { learningRate, epochs, minibatch, lambda }: NetworkFitting,
  key: readonly (string | number)[],
  fit: Fit = "training",
): Critic => {
  const write = lambda === undefined ? undefined : lambdaReturn(discount, lambda);
  const gradient = new Float64Array(network.weights.length);
  const errors = new Float64Array(ROWS);
  let targets = new Float64Array(0);
  let values = new Float64Array(0);
  let ends = new Float64Array(0);
  let rows = new Int32Array(0);
  let times = new Int32Array(0);
  const own = {
    network,
    orders: stream(...key, "orders"),
    rule: adam(network.weights.length, ADAM),
  };

  /** Lists the steps of a batch in their order, with the time of each. */
  const place = ({ trajectories, steps, offsets }: TrajectoryBatch): void => {
    if (rows.length < steps) {
      rows = new Int32Array(2 * steps);
      times = new Int32Array(2 * steps);
    }
    for (let k = 0; k < steps; k++) rows[k] = k;
    for (let i = 0; i < trajectories; i++)
      for (let k = offsets[i]; k < offsets[i + 1]; k++) times[k] = k - offsets[i];
  };
  const evaluate = (batch: TrajectoryBatch, values: Float64Array, ends: Float64Array): void => {
    const { trajectories, steps, offsets, observations, lastObservations } = batch;
    place(batch);
    forwardAll(observations, steps, values);
    for (let i = 0; i < trajectories; i++) times[i] = offsets[i + 1] - offsets[i];
    forwardAll(lastObservations, trajectories, ends);
  };
  /** V of the first rows, at their `times`. */
  const forwardAll = (observations: Float64Array, count: number, out: Float64Array): void => {
    for (let from = 0; from < count; from += ROWS)
      network.forward(observations, rows, times, from, Math.min(ROWS, count - from), out.subarray(from));
  };

  /** One update from some of the steps in `rows`. */
  const step = (observations: Float64Array, begin: number, count: number): void => {
    gradient.fill(0);
    for (let from = begin; from < begin + count; from += ROWS) {
      const some = Math.min(ROWS, begin + count - from);
      network.forward(observations, rows, times, from, some, errors);
      for (let r = 0; r < some; r++) errors[r] = (targets[rows[from + r]] - errors[r]) / count;
      network.addSlopes(errors, some, gradient);
    }
    own.rule(network.weights, gradient, learningRate);
    network.load();
  };

  const update = (batch: TrajectoryBatch): void => {
    const { steps, trajectories, observations } = batch;
    targets = ensureLength(targets, steps);
    values = ensureLength(values, steps);
    ends = ensureLength(ends, trajectories);
    returnToGo(batch, discount, targets);
    network.see(batch, targets);
    for (let epoch = 0; epoch < epochs; epoch++) {
      if (write) {
        evaluate(batch, values, ends);
        write(batch, values, ends, targets);
      }
      place(batch);
      shuffle(rows, steps, own.orders);
      for (let begin = 0; begin < steps; begin += minibatch)
        step(observations, begin, Math.min(minibatch, steps - begin));
    }
  };
  const reset = (): void => {
    network.reset(stream(...key, "weights"));
    own.orders = stream(...key, "orders");
    own.rule = adam(network.weights.length, ADAM);
  };
  reset();
  return fitted(
    {
      evaluate: (batch, _, values, ends) => evaluate(batch, values, ends),
      memory: growing(held(own), { update, reset }),
    },
    fit,
  );
};
