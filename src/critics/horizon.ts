import { z } from "zod";
import type { Point } from "../problem/point.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { isLaneBatch } from "../trajectories/lane-batch.ts";
import type { Critic } from "./critic.ts";

export const horizonOption = z
  .enum(["bootstrap", "end"])
  .optional()
  .describe(
    "value of the state where the horizon cuts a trajectory off: the critic's (bootstrap, if not given), or 0 as in the " +
      "objective (end)",
  );

export type Horizon = "bootstrap" | "end" | undefined;

/**
 * Makes a critic treat the horizon as its option says. With "bootstrap" a trajectory that was cut off goes on in the
 * critic's mind: V(s_T) is what the states that look like s_T are worth at other times. The objective pays nothing from
 * T on, so that an advantage from such a V is biased for ∇J_T: with GAE(λ) the weight at t has γ (γλ)^(T−1−t) V(s_T)
 * too much, and s_T depends on a_t. With "end" V_T = 0, while learning as when it is asked: GAE(1) from a V that was
 * not fitted to the same batch is then unbiased. What the end of a batch cuts goes on with both.
 *
 * Source: Pardo et al. (2018), Time Limits in Reinforcement Learning, ICML.
 *
 * @param steps the horizon T
 */
export const withHorizon = (critic: Critic, option: Horizon, steps: number): Critic => {
  if (option !== "end") return critic;
  const { evaluate, actionValues, memory, table } = critic;
  let terminated = new Uint8Array(0);
  /** The same batch, every trajectory of which ends, but for one that is cut. */
  const ended = (batch: TrajectoryBatch): TrajectoryBatch => {
    const { trajectories } = batch;
    if (terminated.length < trajectories) terminated = new Uint8Array(2 * trajectories);
    for (let i = 0; i < trajectories; i++) terminated[i] = isLaneBatch(batch) && batch.cut[i] === 1 ? 0 : 1;
    return { ...batch, terminated };
  };
  return {
    ...critic,
    evaluate(batch, point, values, ends) {
      evaluate(ended(batch), point, values, ends);
      for (let i = 0; i < batch.trajectories; i++) if (terminated[i] === 1) ends[i] = 0;
    },
    ...(actionValues && {
      actionValues: (batch: TrajectoryBatch, point: Point, out: Float64Array) =>
        actionValues(ended(batch), point, out),
    }),
    ...(memory && {
      memory: {
        ...memory,
        fit: (batch, point) => memory.fit(ended(batch), point),
        update: (batch, point) => memory.update(ended(batch), point),
      },
    }),
    ...(table && {
      table(point: Point) {
        const all = table(point).slice();
        return all.fill(0, (all.length / (steps + 1)) * steps);
      },
    }),
  };
};
