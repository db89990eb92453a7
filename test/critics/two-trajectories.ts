import type { Critic } from "../../src/critics/critic.ts";
import type { DiscretePoint } from "../../src/problem/point.ts";
import { pack } from "../problems/trajectories.ts";

/** At γ = ½ the returns are 2, 2, 4 (terminated) and 0, 2 (truncated, in state 0). */
export const twoTrajectories = pack([
  { states: [0, 1, 0], actions: [0, 0, 0], rewards: [1, 0, 4], last: 2, terminated: true },
  { states: [1, 2], actions: [0, 0], rewards: [-1, 2], last: 0, terminated: false },
]);

/** Tables of states do not look at the policy. */
export const anywhere = {} as DiscretePoint;

/** A table's values of the states 0, 1 and 2, asked for both on the way and at the end of a trajectory. */
export const valuesOf = (critic: Critic, point = anywhere): number[] => {
  const batch = pack(
    [0, 1, 2].map((s) => ({ states: [s], actions: [0], rewards: [0], last: s, terminated: false })),
  );
  const [values, ends] = [new Float64Array(3), new Float64Array(3)];
  critic.evaluate(batch, point, values, ends);
  if (values.some((v, s) => v !== ends[s])) throw new Error("a state has one value");
  return [...values];
};
