import type { Critic } from "../critic.ts";
import { lookedUp } from "./table.ts";

/**
 * A table that is given, V(s) = values[s] at all times, and that never learns: an imperfect critic whose error is
 * known. A trajectory that the horizon cut off is bootstrapped from it, as with critics that learn.
 *
 * @param values V of every state. # [S]
 * @throws RangeError for another number of values than states
 */
export const fixed = (states: number, horizon: number, values: readonly number[]): Critic => {
  if (values.length !== states)
    throw new RangeError(`the fixed critic needs ${states} values, one of each state; got ${values.length}`);
  return lookedUp(Float64Array.from(values), horizon);
};
