import { z } from "zod";
import { grown } from "../grown.ts";
import type { Critic, EstimatorForm, FrozenPolicy, Kind, TrajectoryBatch } from "../types.ts";
import { type CriticOptions, criticOptions } from "./kind.ts";

/**
 * Subtracts a baseline from the returns of a batch, in place. On entry the first step of every trajectory
 * holds its return from the start, R_i.
 * @param returns [steps]
 */
export type Subtract = (batch: TrajectoryBatch, at: FrozenPolicy, returns: Float64Array) => void;

/** A baseline, and what it does to an estimator that uses it. */
export interface Baseline {
  readonly unbiased: boolean;
  readonly minimumBatch: number;
  /** What it makes of the estimator's form, where exact moments follow from it. */
  readonly form?: Pick<EstimatorForm, "across" | "values">;
  readonly subtract: Subtract;
}

/** What a baseline may use. */
export interface BaselineContext {
  /** Whether the return is counted from t = 0 on every step, so that a value is asked for at t = 0 too. */
  readonly fromStart: boolean;
  critic(options: CriticOptions): Critic;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
type BaselineKind = Kind<any, [BaselineContext], Baseline>;

const nothing = z.strictObject({});

const subtractEach = (
  batch: TrajectoryBatch,
  returns: Float64Array,
  baselineOf: (i: number) => number,
): void => {
  for (let i = 0; i < batch.trajectories; i++) {
    const baseline = baselineOf(i);
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) returns[k] -= baseline;
  }
};

const sumOfReturns = ({ trajectories, offsets }: TrajectoryBatch, returns: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < trajectories; i++) sum += returns[offsets[i]];
  return sum;
};

/** The table of baselines: its keys are the choices of `baseline.kind`. */
export const baselines = {
  none: {
    summary: "no baseline",
    options: nothing,
    create: () => ({ unbiased: true, minimumBatch: 1, form: { across: "independent" }, subtract: () => {} }),
  },

  /**
   * b = R̄, the mean return of the same batch, which holds R_i/n of the trajectory itself. With the total return
   * that scales the expectation by 1 − 1/n; with reward-to-go it takes E[Σ_t γ²ᵗ G_t ∇ log π]/n from it.
   */
  "batch-mean": {
    summary: "mean return of the same batch; biased (the total return is scaled by 1 − 1/n)",
    options: nothing,
    create: () => ({
      unbiased: false,
      minimumBatch: 1,
      form: { across: "batch-mean" },
      subtract(batch, _, returns) {
        const mean = sumOfReturns(batch, returns) / batch.trajectories;
        subtractEach(batch, returns, () => mean);
      },
    }),
  },

  /** b_i = Σ_{j≠i} R_j / (n − 1): independent of trajectory i. Source: Kool, van Hoof & Welling (2019). */
  "leave-one-out": {
    summary: "mean return of the other trajectories of the batch (RLOO)",
    options: nothing,
    create: () => ({
      unbiased: true,
      minimumBatch: 2,
      form: { across: "leave-one-out" },
      subtract(batch, _, returns) {
        const sum = sumOfReturns(batch, returns);
        const others = batch.trajectories - 1;
        subtractEach(batch, returns, (i) => (sum - returns[batch.offsets[i]]) / others);
      },
    }),
  },

  /** b = V(s_t), or V(s_0) where the return is counted from the start. Source: Sutton & Barto (2018), §13.4. */
  value: {
    summary: "a critic's value of the state",
    options: z.strictObject({ critic: criticOptions.describe("where the values come from") }),
    create({ critic: options }: { critic: CriticOptions }, context) {
      const critic = context.critic(options);
      let values = new Float64Array(0);
      let ends = new Float64Array(0);
      return {
        unbiased: true,
        minimumBatch: 1,
        form: { across: "independent", values: (at) => critic.table(at) },
        subtract(batch, at, returns) {
          values = grown(values, batch.steps);
          ends = grown(ends, batch.trajectories);
          critic.evaluate(batch, at, values, ends);
          if (context.fromStart) subtractEach(batch, returns, (i) => values[batch.offsets[i]]);
          else for (let k = 0; k < batch.steps; k++) returns[k] -= values[k];
        },
      };
    },
  },
} satisfies Record<string, BaselineKind>;
