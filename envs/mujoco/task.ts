import { clip } from "../clip.ts";
import type { Outcome } from "../contract/environment.ts";
import type { BodyModel } from "./model.ts";
import type { EngineArrays, Simulation } from "./simulation.ts";

/**
 * Where the parts of a state begin after the positions: velocities, the solver's warm start, and what the engine left behind
 * (`lag`). With the warm start a state is a snapshot to the last bit; without it errors of 1e-13 grow within 40 steps.
 */
export interface Layout {
  readonly velocities: number;
  readonly warmStart: number;
  readonly lag: number;
  readonly size: number;
}

/**
 * Derived quantities that an observation or a reward reads. The engine updates them at the *start* of a substep, so after a
 * step they belong to the state before the last substep: who restarts from a snapshot must have them in it.
 */
export interface Lag {
  readonly size: number;
  /** Whether contact forces are among them, which are computed when asked for. */
  readonly contacts: boolean;
  /** Writes them from index `first` on. */
  read(arrays: EngineArrays, simulation: Simulation, state: Float64Array, first: number): void;
}

/** A task: a model, and what is seen and paid of it. */
export interface Task {
  readonly model: BodyModel;
  /** Substeps of the engine in a step of the environment. */
  readonly substeps: number;
  /**
   * Half-width of the uniform noise on the first positions and velocities; or, for `normalVelocities`, the deviation of the
   * latter.
   */
  readonly noise: number;
  readonly normalVelocities?: boolean;
  readonly lag?: Lag;
  readonly observationSize: number;
  /** Coordinate, in m, whose progress is paid. */
  forward(state: Float64Array, layout: Layout): number;
  /** @param out [O] */
  observe(state: Float64Array, layout: Layout, out: Float64Array): void;
  /**
   * Writes reward and termination of a step.
   * @param velocity progress of `forward` in m/s @param cost Σ a², of the actions as given
   */
  judge(state: Float64Array, layout: Layout, velocity: number, cost: number, outcome: Outcome): void;
}

/** The version of a task's name: in v4 some tasks pay for health where it ends, and others leave out contact forces. */
export type Version = "v4" | "v5";

/** Copies `count` numbers, within ±limit; returns where the next ones go. */
export const copyClipped = (
  from: Float64Array,
  first: number,
  count: number,
  limit: number,
  out: Float64Array,
  place: number,
): number => {
  for (let i = 0; i < count; i++) out[place + i] = clip(from[first + i], -limit, limit);
  return place + count;
};
