import { acrobot } from "../../envs/acrobot.ts";
import { cartPole } from "../../envs/cart-pole.ts";
import type { ContinuousEnvironment, EnvironmentKind } from "../../envs/contract/environment.ts";
import { mountainCar } from "../../envs/mountain-car.ts";
import { mountainCarContinuous } from "../../envs/mountain-car-continuous.ts";
import { pendulum } from "../../envs/pendulum.ts";
import type { Random } from "../../src/random.ts";
import { normal, stream } from "../../src/random.ts";
import type { Distance } from "./golden-steps.ts";

/** A task of classic control, and what is known of it. */
export interface Task {
  readonly entry: EnvironmentKind;
  /** Name in Gymnasium. */
  readonly id: string;
  /** Most that a golden step may differ. */
  readonly tolerance: Distance;
  /** Options that differ a little from Gymnasium's constants. */
  readonly wrong: readonly object[];
  /** The first state is uniform within ± of these about its center. # [D] */
  readonly spread: readonly number[];
  readonly center: readonly number[];
}

const exact: Distance = { state: 0, observation: 0, reward: 0, terminated: 0 };

export const tasks: Readonly<Record<string, Task>> = {
  "cart-pole": {
    entry: cartPole,
    id: "CartPole-v1",
    tolerance: exact,
    wrong: [{ gravity: 9.81 }],
    spread: [0.05, 0.05, 0.05, 0.05],
    center: [0, 0, 0, 0],
  },
  acrobot: {
    entry: acrobot,
    id: "Acrobot-v1",
    tolerance: { ...exact, state: 1e-12 }, // rad, rad/s: another library's sine, through four evaluations
    wrong: [{ gravity: 9.81 }],
    spread: [0.1, 0.1, 0.1, 0.1],
    center: [0, 0, 0, 0],
  },
  "mountain-car": {
    entry: mountainCar,
    id: "MountainCar-v0",
    tolerance: exact,
    wrong: [{ force: 0.00101 }],
    spread: [0.1, 0],
    center: [-0.5, 0],
  },
  "mountain-car-continuous": {
    entry: mountainCarContinuous,
    id: "MountainCarContinuous-v0",
    tolerance: { ...exact, state: 1e-6, observation: 1e-6 }, // Gymnasium computes some terms in float32
    wrong: [{ force: 0.00151 }, { goalVelocity: 0.05 }],
    spread: [0.1, 0],
    center: [-0.5, 0],
  },
  pendulum: {
    entry: pendulum,
    id: "Pendulum-v1",
    tolerance: { ...exact, reward: 1e-9 }, // Gymnasium squares the torque in float32
    wrong: [{ gravity: 9.81 }],
    spread: [Math.PI, 1],
    center: [0, 0],
  },
};

export const make = ({ entry }: Task, options: object = {}): ContinuousEnvironment =>
  entry.create(entry.options.parse(options)) as ContinuousEnvironment;

/** Actions of every kind, some of them beyond what takes effect. */
export const drawActions = (
  { action }: ContinuousEnvironment,
  count: number,
  key: string,
): Float64Array[] => {
  const random = stream("test", "actions", key);
  return Array.from({ length: count }, () =>
    action.size === undefined
      ? Float64Array.of(Math.floor(random.next() * action.count))
      : Float64Array.from({ length: action.size }, () => 1.5 * normal(random)),
  );
};

/** A stream that knows how many draws it has made. */
export const counted = (...key: string[]): Random & { drawn: number } => {
  const random = stream(...key);
  return {
    drawn: 0,
    next() {
      this.drawn++;
      return random.next();
    },
  };
};

/** All that one step yields: next state, observation, reward, termination. */
export const stepOf = (
  environment: ContinuousEnvironment,
  state: Float64Array,
  action: Float64Array,
  random: Random,
): number[] => {
  const outcome = { reward: Number.NaN, terminated: undefined as unknown as boolean };
  const observation = new Float64Array(environment.observationSize);
  environment.step(state, action, random, outcome);
  environment.observe!(state, observation);
  return [...state, ...observation, outcome.reward, Number(outcome.terminated)];
};
