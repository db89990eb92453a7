import type { ContinuousEnvironment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import type { Lanes } from "../../envs/contract/lanes.ts";
import type { Random } from "../random.ts";
import type { Client, Described } from "./client.ts";
import { laneHost } from "./lanes.ts";

/** A seed of a trajectory: a draw of 32 bits. */
const SEEDS = 2 ** 32;

/**
 * The environment of a process: `reset` and `step` are of a lane of their own, and draw one seed for each trajectory.
 *
 * @param kind what messages call it @param numbered whether its observations are numbers of states
 */
export const gymnasiumEnvironment = (
  kind: string,
  client: Client,
  numbered: boolean,
  dispose: () => void,
): FiniteEnvironment | ContinuousEnvironment => {
  const { states = 0, observationSize: O, action } = client.described;
  const lanes = laneHost(client, widthOf(action));
  const shared = { kind, snapshots: false, lanes, dispose };
  const { begin, move, outcomes } = oneLane(lanes.own(1), O);
  if (!numbered) {
    const continuous: ContinuousEnvironment = {
      ...shared,
      ...{ stateSize: O, observationSize: O, action },
      reset(state, random) {
        begin(random);
        state.set(outcomes.observations);
      },
      step(state, taken, _, outcome) {
        move(taken);
        state.set(outcomes.observations);
        outcome.reward = outcomes.rewards[0];
        outcome.terminated = outcomes.terminated[0] === 1;
      },
    };
    return continuous;
  }
  const one = new Float64Array(1);
  const finite: FiniteEnvironment = {
    ...shared,
    ...{ states, actions: countOf(kind, action) },
    reset(random) {
      begin(random);
      return outcomes.observations[0];
    },
    step(_, taken, __, outcome) {
      one[0] = taken;
      move(one);
      outcome.reward = outcomes.rewards[0];
      outcome.terminated = outcomes.terminated[0] === 1;
      return outcomes.observations[0];
    },
  };
  return finite;
};

/** One trajectory after the other in a lane. */
const oneLane = (lane: Lanes, O: number) => {
  const zero = new Int32Array(1);
  const seed = new Float64Array(1);
  const noise = Float64Array.of(-1);
  const outcomes = {
    observations: new Float64Array(O),
    rewards: new Float64Array(1),
    terminated: new Float64Array(1),
  };
  return {
    outcomes,
    begin(random: Random): void {
      seed[0] = Math.floor(random.next() * SEEDS);
      lane.reset(zero, 1, seed, noise, outcomes.observations);
    },
    move: (action: Float64Array): void => lane.step(zero, 1, action, outcomes),
  };
};

const widthOf = (action: Described["action"]): number => ("size" in action ? action.size : 1);

/** @throws RangeError where actions are real numbers */
const countOf = (kind: string, action: Described["action"]): number => {
  if ("count" in action) return action.count;
  throw new RangeError(
    `${kind}: a table needs Discrete actions; those of ${kind} are ${action.size} real numbers`,
  );
};
