import type { Point } from "../../problem/point.ts";
import type { Random } from "../../random.ts";
import { Tape } from "../../sampling/tape.ts";
import type { Sampler } from "../../trajectories/batch.ts";
import { returnToGo } from "../../trajectories/returns.ts";

/** Returns R = Σ_t γᵗ r_t of trajectories at θ + h v, drawn one at a time. */
export interface SimulatedReturns {
  /** Environment steps taken since `begin`. */
  readonly steps: number;
  /** From here on all draws come from `random`. */
  begin(random: Random): void;
  /**
   * @param theta [P] @param direction v. # [P] @param h how far along it
   * @param again whether to play the random numbers of the trajectory before once more
   */
  draw(theta: Float64Array, direction: Float64Array, h: number, again: boolean): number;
}

/** @param point with memory of its own: its θ is moved about */
export const simulatedReturns = (point: Point): SimulatedReturns => {
  const { horizon, discount } = point.problem.objective;
  const actions = new Tape();
  const randomness = new Tape();
  let sample: Sampler = point.sampler(actions, randomness);
  const returns = new Float64Array(horizon);
  let steps = 0;
  return {
    get steps() {
      return steps;
    },
    begin(random) {
      actions.record(random);
      randomness.record(random);
      sample = point.sampler(actions, randomness); // which normalizes observations as the run does now
      steps = 0;
    },
    draw(theta, direction, h, again) {
      move(point, theta, direction, h);
      if (again) {
        actions.rewind();
        randomness.rewind();
      } else {
        actions.record();
        randomness.record();
      }
      const batch = sample(1);
      steps += batch.steps;
      returnToGo(batch, discount, returns);
      return returns[0];
    },
  };
};

/** Moves a point to θ + h v. */
export const move = (point: Point, theta: Float64Array, direction: Float64Array, h: number): void => {
  for (let j = 0; j < theta.length; j++) point.theta[j] = theta[j] + h * direction[j];
  point.moveTo(point.theta);
};
