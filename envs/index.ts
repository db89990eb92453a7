import { acrobot } from "./acrobot.ts";
import { bernoulliBandit } from "./bernoulli-bandit.ts";
import { bernoulliQuadratic } from "./bernoulli-quadratic.ts";
import { cartPole } from "./cart-pole.ts";
import { cliffWalking } from "./cliff-walking.ts";
import { contextualBernoulli } from "./contextual-bernoulli.ts";
import type { EnvironmentKind } from "./contract/environment.ts";
import { corridor } from "./corridor.ts";
import { finiteMdp } from "./finite-mdp.ts";
import { frozenLake } from "./frozen-lake.ts";
import { garnet } from "./garnet.ts";
import { linearQuadratic } from "./linear-quadratic.ts";
import { mountainCar } from "./mountain-car.ts";
import { mountainCarContinuous } from "./mountain-car-continuous.ts";
import { mujoco } from "./mujoco/mujoco.ts";
import { oneStep } from "./one-step.ts";
import { pendulum } from "./pendulum.ts";
import { sequence } from "./sequence.ts";
import { taxi } from "./taxi.ts";

const table = {
  "finite-mdp": finiteMdp,
  "bernoulli-bandit": bernoulliBandit,
  "bernoulli-quadratic": bernoulliQuadratic,
  "contextual-bernoulli": contextualBernoulli,
  corridor,
  "frozen-lake": frozenLake,
  "cliff-walking": cliffWalking,
  taxi,
  garnet,
  sequence,
  "linear-quadratic": linearQuadratic,
  "one-step": oneStep,
  "cart-pole": cartPole,
  acrobot,
  "mountain-car": mountainCar,
  "mountain-car-continuous": mountainCarContinuous,
  pendulum,
  mujoco,
} satisfies Record<string, EnvironmentKind>;

/** Named, so that types built from it stay short. */
export interface Environments extends Readonly<typeof table> {}

/** All environments, by the `kind` that a study names. */
export const environments: Environments = table;
