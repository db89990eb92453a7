import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import type { LaneHost } from "../../envs/contract/lanes.ts";
import type { Random } from "../random.ts";
import { laneHistory } from "./lane-history.ts";
import type { LaneUse, SteppedLanes } from "./stepped-lanes.ts";

/** Seeds are whole numbers of 32 bits. */
const SEEDS = 2 ** 32;

/**
 * Lanes of an environment that keeps states to itself, moved by one call. A trajectory draws its seed when it begins, and
 * nothing after that: the i-th has the i-th draw, however many lanes there are. In groups, the first one's is that of the first
 * state, and each has another for what follows.
 */
export const outsideLanes = (
  host: LaneHost,
  { observationSize: O, action }: Pick<ContinuousEnvironment, "observationSize" | "action">,
  draws: Random,
  { lanes, groupSize, carry }: LaneUse,
): SteppedLanes => {
  const moved = carry ? host.own(lanes) : host.shared;
  const states = new Float64Array(lanes * O);
  const history = carry ? laneHistory(moved, lanes, action.size ?? 1, states) : undefined;
  const begun = new Int32Array(lanes);
  const seeds = new Float64Array(lanes);
  const noises = new Float64Array(lanes).fill(-1);
  const outcomes = {
    observations: new Float64Array(lanes * O),
    rewards: new Float64Array(lanes),
    terminated: new Float64Array(lanes),
  };
  let waiting = 0; // lanes that are to begin
  let seed = 0;

  const scatter = (rows: Int32Array, count: number): void => {
    for (let r = 0; r < count; r++)
      for (let o = 0; o < O; o++) states[rows[r] * O + o] = outcomes.observations[r * O + o];
  };
  const beginWaiting = (): void => {
    moved.reset(begun, waiting, seeds, noises, outcomes.observations);
    scatter(begun, waiting);
    waiting = 0;
  };
  const draw = (): number => Math.floor(draws.next() * SEEDS);

  return {
    states,
    ...(history && { history }),
    begin(lane, fresh) {
      if (fresh) seed = draw();
      history?.begin(lane, seed);
      begun[waiting] = lane;
      seeds[waiting] = seed;
      if (groupSize > 1) noises[waiting] = draw();
      waiting++;
    },
    observe(lane, out) {
      if (waiting > 0) beginWaiting();
      for (let o = 0; o < O; o++) out[o] = states[lane * O + o];
    },
    advance(rows, count, actions) {
      if (waiting > 0) beginWaiting();
      if (history) for (let r = 0; r < count; r++) history.add(rows[r], actions, r);
      moved.step(rows, count, actions, outcomes);
      scatter(rows, count);
    },
    step(r, _, __, outcome) {
      outcome.reward = outcomes.rewards[r];
      outcome.terminated = outcomes.terminated[r] === 1;
    },
  };
};
