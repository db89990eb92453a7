import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { rowsOf } from "../linear-algebra/rows.ts";
import type { Random } from "../random.ts";
import { outsideLanes } from "./outside-lanes.ts";
import type { LaneUse, SteppedLanes } from "./stepped-lanes.ts";

/** Lanes of an environment: of its own, where it has any, or states that are kept here. */
export const lanesOf = (environment: ContinuousEnvironment, draws: Random, use: LaneUse): SteppedLanes =>
  environment.lanes === undefined
    ? statesHere(environment, draws, use.lanes)
    : outsideLanes(environment.lanes, environment, draws, use);

const statesHere = (environment: ContinuousEnvironment, draws: Random, lanes: number): SteppedLanes => {
  const D = environment.stateSize;
  const states = new Float64Array(lanes * D);
  const rows = rowsOf(lanes, D, states);
  const first = new Float64Array(D);
  const observe = environment.observe?.bind(environment) ?? copy;
  return {
    states,
    begin(lane, fresh) {
      if (fresh) environment.reset(first, draws);
      rows[lane].set(first);
    },
    observe: (lane, out) => observe(rows[lane], out),
    advance() {},
    step: (_, lane, action, outcome) => environment.step(rows[lane], action, draws, outcome),
  };
};

/** A loop: for a few numbers `set` takes longer. */
const copy = (from: Float64Array, to: Float64Array): void => {
  for (let i = 0; i < to.length; i++) to[i] = from[i];
};
