import { describe, expect, it } from "vitest";
import type { Critic, Fit } from "../../src/critics/critic.ts";
import type { Features } from "../../src/critics/features/features.ts";
import { withHorizon } from "../../src/critics/horizon.ts";
import { gradientMonteCarlo } from "../../src/critics/linear/gradient-monte-carlo.ts";
import { linearLstd } from "../../src/critics/linear/linear-lstd.ts";
import { linearTd } from "../../src/critics/linear/linear-td.ts";
import { ridgeRegression } from "../../src/critics/linear/ridge-regression.ts";
import { lstd, oneHot } from "../../src/critics/tables/lstd.ts";
import { monteCarlo } from "../../src/critics/tables/monte-carlo.ts";
import { td } from "../../src/critics/tables/td.ts";
import { tdLambda } from "../../src/critics/tables/td-lambda.ts";
import type { TrajectoryBatch } from "../../src/trajectories/batch.ts";
import { largest } from "../numbers.ts";
import { sampler } from "../problems/estimator-of.ts";
import { endingAnywhere } from "../problems/index.ts";
import { evaluated, nowhere } from "./vectors.ts";

const problem = endingAnywhere();
const { objective } = problem;
const S = problem.environment.states;
const T = objective.horizon;

const encode = (states: Int32Array, count: number): Float64Array => {
  const out = new Float64Array(count * S);
  for (let k = 0; k < count; k++) out[k * S + states[k]] = 1;
  return out;
};

/** Numbered states and, beside them, what they look like one-hot; each state at each time may be a state of its own. */
const both = (batch: TrajectoryBatch, apart: boolean): TrajectoryBatch => {
  const states = batch.states.slice(0, batch.steps);
  const lastStates = batch.lastStates.slice(0, batch.trajectories);
  for (let i = 0; apart && i < batch.trajectories; i++) {
    for (let k = batch.offsets[i]; k < batch.offsets[i + 1]; k++) states[k] += S * (k - batch.offsets[i]);
    lastStates[i] += S * (batch.offsets[i + 1] - batch.offsets[i]);
  }
  return {
    ...batch,
    states,
    lastStates,
    observations: encode(batch.states, batch.steps),
    lastObservations: encode(batch.lastStates, batch.trajectories),
  };
};

/** The observation itself, without a constant. */
const plain = (blocks: number): Features => ({
  size: S,
  blocks,
  write: (observations, row, _, out) => out.set(observations.subarray(row * S, (row + 1) * S)),
});

/** Critics over observations, and the tables that they are over one-hot observations. */
const twins: Record<string, (fit: Fit, states: number, features: Features) => [Critic, Critic]> = {
  LSTD: (fit, states, features) => [
    linearLstd(features, objective, 0.1, 0.7, fit),
    lstd(states, oneHot(states), objective, 0.1, 0.7, fit),
  ],
  "TD(0)": (fit, states, features) => [
    linearTd(features, objective, 0, 0.3, fit, 3),
    td(states, objective, 0.3, fit, 3),
  ],
  "TD(λ)": (fit, states, features) => [
    linearTd(features, objective, 0.6, 0.3, fit, 3),
    tdLambda(states, objective, 0.6, 0.3, fit, 3),
  ],
};

const batches = ["a", "b"].map((key) => {
  const drawn = sampler(problem, "test", "one-hot", key)(12);
  return { ...drawn, offsets: drawn.offsets.slice(), rewards: drawn.rewards.slice() };
});

describe.each(["training", "earlier-batch", "same-batch"] as const)("fitted by %s", (fit) => {
  const compared = (a: Critic, b: Critic, apart: boolean): number => {
    for (const batch of batches)
      for (const critic of [a, b]) critic.memory?.update(both(batch, apart), nowhere);
    const [one, other] = [a, b].map((critic) => evaluated(critic, both(batches[0], apart)));
    expect(largest(one)).toBeGreaterThan(0.1);
    return largest(one.map((v, k) => v - other[k]));
  };
  const horizons = ["bootstrap", "end"] as const;

  it.each(Object.keys(twins))("%s on one-hot observations is that on the table", (name) => {
    for (const horizon of horizons) {
      const [a, b] = twins[name](fit, S, plain(1)).map((critic) => withHorizon(critic, horizon, T));
      expect(compared(a, b, false)).toBeLessThan(1e-12);
    }
  });

  it.each(Object.keys(twins))(
    "%s with weights for each time is that on a table of states and times",
    (name) => {
      for (const horizon of horizons) {
        const [a, b] = twins[name](fit, S * (T + 1), plain(T + 1)).map((critic) =>
          withHorizon(critic, horizon, T),
        );
        expect(compared(a, b, true)).toBeLessThan(1e-12);
      }
    },
  );
});

describe("Monte Carlo on one-hot observations", () => {
  it("is every-visit Monte Carlo on the table, step by step", () => {
    const [a, b] = [gradientMonteCarlo(plain(1), objective, 0.3), monteCarlo(S, objective, 0.3)];
    for (const batch of batches)
      for (const critic of [a, b]) critic.memory!.update(both(batch, false), nowhere);
    const [one, other] = [a, b].map((critic) => evaluated(critic, both(batches[0], false)));
    expect(largest(one.map((v, k) => v - other[k]))).toBeLessThan(1e-12);
  });

  it("is the mean of the returns of each state, by least squares", () => {
    const [a, b] = [
      ridgeRegression(plain(1), objective, 1e-12, 1, "earlier-batch"),
      monteCarlo(S, objective, 0.3, "earlier-batch"),
    ];
    for (const critic of [a, b]) critic.memory!.update(both(batches[1], false), nowhere);
    const [one, other] = [a, b].map((critic) => evaluated(critic, both(batches[0], false)));
    expect(largest(one.map((v, k) => v - other[k]))).toBeLessThan(1e-11);
  });
});
