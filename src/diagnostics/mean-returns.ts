import type { Outcome } from "../../envs/contract/environment.ts";
import type { Point } from "../problem/point.ts";
import { simulatorOf } from "../problem/simulator.ts";
import type { Random } from "../random.ts";
import { stream } from "../random.ts";
import type { StreamKey } from "./diagnostic.ts";
import { type Height, heightOf } from "./steps/height.ts";

/** Mean returns over the same trajectories. */
export interface MeanReturns {
  /** E[Σ_t γᵗ r_t], which is J. */
  readonly discounted: Height;
  /** E[Σ_t r_t]. */
  readonly undiscounted: Height;
}

/**
 * The mean returns of a policy, over n trajectories whose random numbers are the same at each call, so
 * that the values at two θ differ by much less than their standard errors say. Each trajectory has an environment
 * stream of its own; the action stream is drawn from for all n at each time, also for those that have ended, and so
 * stays in step.
 *
 * Cost of a call: at most n · T environment steps.
 * @param point the policy; it may move between calls
 */
export const meanReturns = (point: Point, trajectories: number, key: StreamKey): (() => MeanReturns) => {
  const { discount, horizon } = point.problem.objective;
  const ended = new Uint8Array(trajectories);
  const outcome: Outcome = { reward: 0, terminated: false };
  return () => {
    const streams = Array.from({ length: trajectories }, (_, i) => stream(...key, i, "environment"));
    let current = 0;
    const ofCurrent: Random = { next: () => streams[current].next() };
    const simulator = simulatorOf(point, trajectories, stream(...key, "actions"), ofCurrent);
    for (current = 0; current < trajectories; current++) simulator.reset(current);
    const discounted = new Float64Array(2 * trajectories);
    const undiscounted = new Float64Array(2 * trajectories);
    for (let i = 0; i < trajectories; i++) discounted[2 * i] = undiscounted[2 * i] = 1;
    ended.fill(0);
    let going = trajectories;
    let coefficient = 1;
    for (let t = 0; t < horizon && going > 0; t++) {
      simulator.act(trajectories, t);
      for (current = 0; current < trajectories; current++) {
        if (ended[current] === 1) continue;
        simulator.step(current, outcome);
        discounted[2 * current + 1] += coefficient * outcome.reward;
        undiscounted[2 * current + 1] += outcome.reward;
        if (!outcome.terminated) continue;
        ended[current] = 1;
        going--;
      }
      coefficient *= discount;
    }
    return { discounted: heightOf(discounted), undiscounted: heightOf(undiscounted) };
  };
};
