import type { Outcome } from "../../envs/contract/environment.ts";
import type { Point } from "../problem/point.ts";
import { simulatorOf } from "../problem/simulator.ts";
import type { Random } from "../random.ts";
import { stream } from "../random.ts";
import { mean, variance } from "../statistics/mean.ts";
import type { Measured, StreamKey } from "./diagnostic.ts";

/**
 * The mean return E[Σ_t γᵗ r_t] of a policy, over n trajectories whose random numbers are the same at each call, so
 * that the values at two θ differ by much less than their standard errors say. Each trajectory has an environment
 * stream of its own; the action stream is drawn from for all n at each time, also for those that have ended, and so
 * stays in step.
 *
 * Cost of a call: at most n · T environment steps.
 * @param point the policy; it may move between calls
 */
export const meanReturn = (point: Point, trajectories: number, key: StreamKey): (() => Measured) => {
  const { discount, horizon } = point.problem.objective;
  const returns = new Float64Array(trajectories);
  const ended = new Uint8Array(trajectories);
  const outcome: Outcome = { reward: 0, terminated: false };
  return () => {
    const streams = Array.from({ length: trajectories }, (_, i) => stream(...key, i, "environment"));
    let current = 0;
    const ofCurrent: Random = { next: () => streams[current].next() };
    const simulator = simulatorOf(point, trajectories, stream(...key, "actions"), ofCurrent);
    for (current = 0; current < trajectories; current++) simulator.reset(current);
    returns.fill(0);
    ended.fill(0);
    let going = trajectories;
    let coefficient = 1;
    for (let t = 0; t < horizon && going > 0; t++) {
      simulator.act(trajectories, t);
      for (current = 0; current < trajectories; current++) {
        if (ended[current] === 1) continue;
        simulator.step(current, outcome);
        returns[current] += coefficient * outcome.reward;
        if (!outcome.terminated) continue;
        ended[current] = 1;
        going--;
      }
      coefficient *= discount;
    }
    return { value: mean(returns), standardError: Math.sqrt(variance(returns) / trajectories) };
  };
};
