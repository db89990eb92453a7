import { type Environment, isDiscrete } from "../../../envs/contract/environment.ts";
import type { TrajectoryBatch } from "../../trajectories/batch.ts";

/** Where states are looked up: a batch, or what is like one. */
export type States = Pick<TrajectoryBatch, "states" | "observations">;

/** What the inputs of trees are made of. */
export interface TreeInputOptions {
  /** Features of discrete states; one per state if not given and the environment has none. */
  readonly features?: "one-hot" | "environment" | undefined;
  /** Whether t is an input. */
  readonly time: boolean;
  /** Numbered actions A, of which each is an input that is 0 or 1; 0 where the action is none. */
  readonly actions: number;
}

/** The inputs z of a state, a time and an action: features or observation, t, and 1 at the action's place. */
export interface TreeInputs {
  /** Length N of z. */
  readonly size: number;
  /** Writes all but the action. @param row which of the states @param at where in `out` z begins */
  write(from: States, row: number, time: number, out: Float64Array, at: number): void;
  /** Writes the action. */
  writeAction(action: number, out: Float64Array, at: number): void;
}

/** @throws RangeError for features that there are none of */
export const treeInputs = (
  environment: Environment,
  { features, time, actions }: TreeInputOptions,
): TreeInputs => {
  const { width, write } = stateInputs(environment, features);
  const size = width + (time ? 1 : 0) + actions;
  return {
    size,
    write(from, row, t, out, at) {
      write(from, row, out, at);
      if (time) out[at + width] = t;
    },
    writeAction(action, out, at) {
      const first = at + size - actions;
      out.fill(0, first, first + actions);
      out[first + action] = 1;
    },
  };
};

type WriteState = (from: States, row: number, out: Float64Array, at: number) => void;

const stateInputs = (
  environment: Environment,
  chosen: TreeInputOptions["features"],
): { readonly width: number; readonly write: WriteState } => {
  const { kind } = environment;
  if (!isDiscrete(environment)) {
    if (chosen !== undefined)
      throw new RangeError(`features are of discrete states; those of ${kind} are continuous`);
    const { observationSize: width } = environment;
    return {
      width,
      write({ observations }, row, out, at) {
        for (let o = 0; o < width; o++) out[at + o] = observations[row * width + o];
      },
    };
  }
  const { states, features } = environment;
  if (chosen === "environment" && features === undefined)
    throw new RangeError(`features "environment" needs features of the states; ${kind} has none`);
  if (features !== undefined && chosen !== "one-hot") {
    const width = features.length / states;
    return {
      width,
      write(from, row, out, at) {
        const first = from.states[row] * width;
        for (let j = 0; j < width; j++) out[at + j] = features[first + j];
      },
    };
  }
  return {
    width: states,
    write(from, row, out, at) {
      out.fill(0, at, at + states);
      out[at + from.states[row]] = 1;
    },
  };
};
