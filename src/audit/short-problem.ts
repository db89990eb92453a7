import { finiteEnvironment } from "../../envs/finite-environment.ts";
import { softmax } from "../policies/softmax.ts";
import { type DiscretePoint, isDiscretePoint } from "../problem/point.ts";
import { createProblem } from "../problem/problem.ts";
import { normal, stream } from "../random.ts";
import type { TrajectoryBatch } from "../trajectories/batch.ts";
import { truths } from "../truth/index.ts";
import type { AuditBatch } from "./batch.ts";

const [LAYERS, WIDTH, ACTIONS, HORIZON, GROUP] = [6, 2, 3, 5, 4];

/** Whether a state is only reached at the horizon. */
export const lastLayer = (state: number): boolean => Math.floor(state / WIDTH) === HORIZON;

/** A problem whose gradient is known, on which the bias of code is measured: each step leads one layer on. */
export interface ShortProblem {
  readonly point: DiscretePoint;
  readonly horizon: number;
  readonly truth: Float64Array; // ∇J
  /** V of every state; of the last layer, which the horizon cuts off, the reward of one step more. # [S] */
  readonly values: Float64Array;
  /** A batch with values. */
  withValues(batch: TrajectoryBatch): AuditBatch;
}

export const shortProblem = (discount: number): ShortProblem => {
  const random = stream("audit", "problem");
  const rewards = Float64Array.from({ length: LAYERS * WIDTH * ACTIONS }, () => normal(random));
  const first = rewards.map(() => 0.15 + 0.7 * random.next());
  const ends = rewards.map(() => 0.25 * random.next());
  const environment = finiteEnvironment("layers", {
    states: LAYERS * WIDTH,
    actions: ACTIONS,
    initial: [0.5, 0.5, ...new Array(LAYERS * WIDTH - WIDTH).fill(0)],
    outcomes(state, action) {
      const row = state * ACTIONS + action;
      const next = Math.min(LAYERS - 1, Math.floor(state / WIDTH) + 1) * WIDTH;
      const [reward, end, p] = [rewards[row], ends[row], first[row]];
      return [
        [end, next, reward, true],
        [(1 - end) * p, next, reward, false],
        [(1 - end) * (1 - p), next + 1, reward, false],
      ];
    },
  });
  const policy = softmax(environment.states, ACTIONS);
  const theta = Float64Array.from({ length: policy.parameters }, () => 0.7 * normal(random));
  const objective = { discount, horizon: HORIZON, stateWeight: "discounted" } as const;
  const problem = createProblem(
    { environment, objective, createPolicy: () => policy, groupSize: GROUP },
    truths,
  );
  const point = problem.at(theta);
  if (!isDiscretePoint(point) || point.exact?.solution === undefined)
    throw new Error("the truth is not known");
  const truth = new Float64Array(theta.length);
  point.exact.gradient(truth);
  const { values: byTime } = point.exact.solution;
  const values = Float64Array.from({ length: environment.states }, (_, state) => {
    const layer = Math.floor(state / WIDTH);
    if (layer < HORIZON) return byTime[layer * environment.states + state];
    const row = state * ACTIONS;
    return [0, 1, 2].reduce((sum, a) => sum + point.probabilities[row + a] * rewards[row + a], 0);
  });
  return {
    ...{ point, horizon: HORIZON, truth, values },
    withValues: (batch) => ({
      ...batch,
      values: Float64Array.from({ length: batch.steps }, (_, k) => values[batch.states[k]]),
      lastValues: Float64Array.from({ length: batch.trajectories }, (_, i) => values[batch.lastStates[i]]),
    }),
  };
};
