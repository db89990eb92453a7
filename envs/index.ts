import type { EnvironmentKind } from "../src/types.ts";
import { bernoulliBandit } from "./bernoulli-bandit.ts";
import { cliffWalking } from "./cliff-walking.ts";
import { contextualBernoulli } from "./contextual-bernoulli.ts";
import { corridor } from "./corridor.ts";
import { finiteMdp } from "./finite-mdp.ts";
import { frozenLake } from "./frozen-lake.ts";
import { garnet } from "./garnet.ts";
import { taxi } from "./taxi.ts";

/** All environments, by the `kind` that a study names. */
export const environments = {
  "finite-mdp": finiteMdp,
  "bernoulli-bandit": bernoulliBandit,
  "contextual-bernoulli": contextualBernoulli,
  corridor,
  "frozen-lake": frozenLake,
  "cliff-walking": cliffWalking,
  taxi,
  garnet,
} satisfies Record<string, EnvironmentKind>;
