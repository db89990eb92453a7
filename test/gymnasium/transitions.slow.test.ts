import { afterEach, describe, expect, it } from "vitest";
import { acrobot } from "../../envs/acrobot.ts";
import { cartPole } from "../../envs/cart-pole.ts";
import type { ContinuousEnvironment } from "../../envs/contract/environment.ts";
import { loadEngine } from "../../envs/mujoco/engine.ts";
import { simulated } from "../../envs/mujoco/simulated.ts";
import { pendulum } from "../../envs/pendulum.ts";
import { stream } from "../../src/random.ts";
import { continuousGym, disposeAll, hasMujoco, present } from "./python.ts";

/** Of 0.001 u² ≤ 0.004, which Pendulum computes of actions of single precision: three roundings. */
const COST_ERROR = 3 * 0.004 * 2 ** -24;

/** Of 0.001 Σ u² ≤ 0.003, which Hopper computes of three actions of single precision: three roundings. */
const EFFORT_ERROR = 3 * 0.003 * 2 ** -24;

/** Steps of each task that are compared. */
const STEPS = 300;

/**
 * Equal in single precision, which is what Gymnasium shows, and in double precision to the last bits of sin and cos, which
 * NumPy and JavaScript engines round in ways of their own.
 */
const isClose = (x: number, y: number): boolean =>
  Math.fround(x) === Math.fround(y) && Math.abs(x - y) <= 4 * Number.EPSILON * Math.max(1, Math.abs(x));

/** Accelerations of up to hundreds rad/s² are sums that MuJoCo 4.0 in Python and 3.14 in WebAssembly round otherwise. */
const isCloseInMujoco = (x: number, y: number): boolean => Math.abs(x - y) <= 2e-12;

/** Takes the same actions in the same states, in both; returns the first difference, if there is one. */
const firstDifference = (
  theirs: ContinuousEnvironment,
  ours: ContinuousEnvironment,
  actions: () => number,
  rewardError = 0,
  isSame = isClose,
): string | undefined => {
  const randomness = stream("transitions");
  const state = new Float64Array(theirs.stateSize);
  const here = new Float64Array(ours.stateSize);
  const action = new Float64Array(ours.action.size ?? 1);
  const [one, other] = [
    { reward: 0, terminated: true },
    { reward: 0, terminated: true },
  ];
  for (let k = 0; k < STEPS; k++) {
    if (one.terminated || k % 100 === 0) theirs.reset(state, randomness);
    here.set(state);
    for (let i = 0; i < action.length; i++) action[i] = actions();
    theirs.step(state, action, randomness, one);
    ours.step(here, action, randomness, other);
    const equal =
      state.every((x, i) => isSame(x, here[i])) &&
      one.terminated === other.terminated &&
      Math.abs(one.reward - other.reward) <= rewardError;
    if (!equal)
      return `step ${k}: ${JSON.stringify([[...state], one])} there and ${JSON.stringify([[...here], other])} here`;
  }
  return undefined;
};

const whole = (id: string) => continuousGym({ gymnasium: id, wrappers: ["spied:WholeState"] });
const numbered = (count: number) => {
  const random = stream("numbered");
  return () => Math.floor(random.next() * count);
};

describe.skipIf(!present)(
  "the same state and action lead to the same, to the last bit that is seen, in",
  () => {
    afterEach(disposeAll);

    it("CartPole", () => {
      expect(firstDifference(whole("CartPole-v1"), cartPole.create({ gravity: 9.8 }), numbered(2))).toBe(
        undefined,
      );
    });

    it("Acrobot", () => {
      expect(firstDifference(whole("Acrobot-v1"), acrobot.create({ gravity: 9.8 }), numbered(3))).toBe(
        undefined,
      );
    });

    it("Pendulum, whatever the torque", () => {
      const random = stream("torque");
      const torque = () => Math.fround(6 * random.next() - 3); // actions are of single precision there
      expect(
        firstDifference(whole("Pendulum-v1"), pendulum.create({ gravity: 10 }), torque, COST_ERROR),
      ).toBe(undefined);
    });

    it.skipIf(!hasMujoco)("Hopper, as far as its engine of another version rounds alike", async () => {
      await loadEngine();
      const theirs = continuousGym({ gymnasium: "Hopper-v5", wrappers: ["spied:WholeSimulation"] });
      const { environment } = simulated("Hopper-v5");
      const random = stream("motors");
      const torque = () => Math.fround(2 * random.next() - 1);
      const compared = (ours: ContinuousEnvironment) =>
        firstDifference(theirs, ours, torque, EFFORT_ERROR, isCloseInMujoco);
      expect(compared(environment)).toBe(undefined);
      const weaker: typeof environment.step = (state, action, ...rest) =>
        environment.step(
          state,
          action.map((u) => (1 - 1e-6) * u),
          ...rest,
        );
      expect(compared({ ...environment, step: weaker })).toMatch(/^step 0: /);
      environment.dispose?.();
    });

    it("not CartPole with another gravity: what is compared would show it", () => {
      expect(firstDifference(whole("CartPole-v1"), cartPole.create({ gravity: 9.9 }), numbered(2))).toMatch(
        /^step 0: /,
      );
    });
  },
);
