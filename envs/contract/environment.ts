import type { output, ZodObject } from "zod";
import type { Random } from "../../src/random.ts";
import type { Kind } from "../../src/registry.ts";
import type { LaneHost } from "./lanes.ts";
import type {
  ActionSpace,
  BitFunction,
  FiniteModel,
  LinearQuadraticModel,
  OneStepModel,
  StepSlopes,
  Thresholds,
} from "./models.ts";

/** What one step of an environment yields beside the new state. Reused; written by `step`. */
export interface Outcome {
  reward: number;
  /** The environment ended the trajectory (never because of a time limit). */
  terminated: boolean;
}

/** A simulator: its states are numbers, or vectors. */
export type Environment = FiniteEnvironment | ContinuousEnvironment;

/** What every simulator may say and do besides. */
interface Shared {
  /**
   * Whether a trajectory can go on from any state that was reached, as many times as one likes; true if not given. An
   * environment that keeps a part of its state to itself says false: then it is stepped from the state that `reset` or
   * `step` gave last and from no other, and all randomness of a trajectory comes from the draws that it is given.
   */
  readonly snapshots?: boolean;
  /**
   * Present where many trajectories are moved by one call, in place of one state by each. An observation is the state then,
   * or one number with the state's number where states are discrete.
   */
  readonly lanes?: LaneHost;
  /** Frees what it holds, such as an engine's memory. Called once, when it is used no more: also after an error. */
  dispose?(): void;
}

/**
 * A simulator with states 0 … S−1 and actions 0 … A−1. State goes in, state comes out, randomness is an
 * argument: nothing is remembered between calls, so a trajectory can be restarted from any state.
 */
export interface FiniteEnvironment extends Shared {
  readonly kind: string;
  readonly states: number;
  readonly actions: number;
  /** Draws the first state. */
  reset(random: Random): number;
  /** Takes `action` in `state`; returns the next state and writes the reward and termination to `outcome`. */
  step(state: number, action: number, random: Random, outcome: Outcome): number;
  /** The exact model, where it is known; it makes the truth exact. */
  readonly model?: FiniteModel;
  /**
   * Present where `reset` and `step` do nothing but sample the model by inverse CDF, so that a rollout may do
   * it in their place: cumulative probabilities over first states and over the outcomes of each (s, a), exactly
   * 1 from the last possible entry on. One uniform picks the first entry that exceeds it; none is drawn where
   * there is no choice.
   */
  readonly thresholds?: Thresholds;
  /** Features of every state, for policies that need them. # [S, D] */
  readonly features?: Float64Array;
  /**
   * Present where a trajectory is one step from the only state, and action Σ_i b_i 2ⁱ, which sets the bits b,
   * pays f(b).
   */
  readonly bits?: BitFunction;
}

/**
 * A simulator whose states are continuous. The state vector is all that there is: `step` depends on it, on the action
 * and on what it draws, and on nothing that is remembered. A copy of the vector is a snapshot, and writing it back
 * restores it.
 */
export interface ContinuousEnvironment extends Shared {
  readonly kind: string;
  /** Numbers D of a state. */
  readonly stateSize: number;
  /** Numbers O of an observation. */
  readonly observationSize: number;
  /** Actions are one of `count`, numbered from 0, or vectors of `size` real numbers. */
  readonly action: ActionSpace;
  /** Writes a first state. @param state [D] */
  reset(state: Float64Array, random: Random): void;
  /**
   * Takes an action: moves `state` in place, writes the reward and termination to `outcome`.
   * @param state [D] @param action [K], or [1] with the number of the action; not to be written
   */
  step(state: Float64Array, action: Float64Array, random: Random, outcome: Outcome): void;
  /** Writes what the policy sees; the state itself if not given. @param state [D] @param out [O] */
  observe?(state: Float64Array, out: Float64Array): void;
  /** What makes the truth exact, where it is known. */
  readonly model?: LinearQuadraticModel | OneStepModel;
  /** Slopes of `step`, where it has any: what pathwise gradients need. */
  readonly slopes?: StepSlopes;
}

/** A kind of environment that may have to be waited for. */
export interface PreparedKind<Options extends ZodObject, Made extends Environment>
  extends Kind<Options, [], Made> {
  /**
   * Waits for what is needed before `create`, such as an engine that is loaded; awaited once in every thread, and
   * harmless when it is called again. @throws RangeError where it cannot be had
   */
  prepare?(options: output<Options>): Promise<void>;
  /** Whether its states are continuous, where that is known before one is made. */
  readonly continuous?: boolean;
  /** Whether one is a program of its own, which is started when it is made. */
  readonly outside?: boolean;
}

/** One line of the table of environments: what `environment.kind` names. */
// biome-ignore lint/suspicious/noExplicitAny: a table holds kinds of every option type
export type EnvironmentKind = PreparedKind<any, Environment>;

/** Whether states and actions are numbers, so that tables hold the policy, its values and the truth. */
export const isDiscrete = (environment: Environment): environment is FiniteEnvironment =>
  "states" in environment;

/** Whether trajectories can go on from any state that was reached. */
export const hasSnapshots = ({ snapshots = true }: Environment): boolean => snapshots;

/** @throws RangeError, naming `what` needs them, where trajectories cannot go on from states that were reached before */
export const requireSnapshots = (environment: Environment, what: string): void => {
  if (!hasSnapshots(environment))
    throw new RangeError(
      `${what} needs snapshots, to go on from states that were reached before; ${environment.kind} says that it has none`,
    );
};

/** The same for what also goes on in lanes side by side. @throws RangeError */
export const requireLanes = (environment: Environment, what: string): void => {
  if (environment.lanes === undefined) requireSnapshots(environment, what);
};

/** @throws RangeError, naming `what` needs them, where states are not numbers @param instead what goes with others */
export const requireDiscrete = (
  environment: Environment,
  what: string,
  instead?: string,
): FiniteEnvironment => {
  if (!isDiscrete(environment))
    throw new RangeError(
      `${what} needs discrete states and actions; the states of ${environment.kind} are continuous` +
        (instead === undefined ? "" : `, which go with ${instead}`),
    );
  return environment;
};

/** @throws RangeError, naming `what` needs them, where states are not vectors */
export const requireContinuous = (environment: Environment, what: string): ContinuousEnvironment => {
  if (isDiscrete(environment))
    throw new RangeError(`${what} needs continuous states; those of ${environment.kind} are discrete`);
  return environment;
};
