import type { BodyModel } from "../model.ts";
import { copyClipped, type Layout, type Task, type Version } from "../task.ts";

interface Runner {
  readonly model: BodyModel;
  readonly substeps: number;
  readonly noise: number;
  readonly normalVelocities?: boolean;
  /** First positions that are not seen, since nothing depends on where it is. */
  readonly unseen: number;
  /** Numbers of an observation. */
  readonly observationSize: number;
  /** Observed velocities stay within ±this, in m/s or rad/s. */
  readonly velocityLimit?: number;
  /** Reward for Σ a². */
  readonly controlCost: number;
  /** Present where it must not fall: pays 1 per step (in v4 also for the step that ends it). */
  readonly healthy?: (state: Float64Array, layout: Layout) => boolean;
}

/** A body that is paid for its way along x: Δx/Δt + healthy − c Σ a². */
export const runner = (version: Version, body: Runner): Task => {
  const { unseen, velocityLimit = Number.POSITIVE_INFINITY, controlCost, healthy } = body;
  return {
    ...body,
    forward: (state) => state[0],
    observe(state, { velocities, warmStart }, out) {
      const place = copyClipped(state, unseen, velocities - unseen, Number.POSITIVE_INFINITY, out, 0);
      copyClipped(state, velocities, warmStart - velocities, velocityLimit, out, place);
    },
    judge(state, layout, velocity, cost, outcome) {
      const well = healthy?.(state, layout) ?? true;
      const bonus = healthy === undefined || (version === "v5" && !well) ? 0 : 1;
      outcome.reward = velocity + bonus - controlCost * cost;
      outcome.terminated = !well;
    },
  };
};
