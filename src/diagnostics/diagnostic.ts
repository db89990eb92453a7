import type { Simulation } from "../estimation.ts";
import type { Diagnostic } from "../events.ts";
import { isTabular } from "../numbered.ts";
import type { Environment, FrozenPolicy, FrozenTable, Objective } from "../types.ts";

/** A figure, NaN where it is not defined; its error is 0 where nothing was sampled, and NaN where none is known. */
export type Measured = Pick<Diagnostic, "value" | "standardError">;

/** Where a probe is. */
export interface Place {
  readonly environment: Environment;
  readonly objective: Objective;
  /** The policy that is measured; it stays as it is. */
  readonly at: FrozenPolicy;
}

/** The same, with a simulation of one's own beside it, whose θ is moved about. */
export interface MovablePlace extends Place {
  readonly simulation: Simulation;
}

/** What the random streams of a diagnostic are for: the beginning of their keys. */
export type StreamKey = readonly (string | number)[];

/** @throws RangeError, naming what was asked for, where another policy acts than the one that is measured */
export const needOnPolicy = (at: FrozenPolicy, what: string): void => {
  if (!isTabular(at.policy)) return;
  const { behavior, probabilities } = at as FrozenTable;
  if (behavior !== probabilities)
    throw new RangeError(`${what} needs trajectories of the policy; the study names a behavior`);
};
