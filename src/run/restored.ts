import type { Environment } from "../../envs/contract/environment.ts";
import type { RunConfig } from "../config/plan.ts";
import { decodeState } from "../memory/encode.ts";
import { type Setup, setUp } from "../setup/set-up.ts";
import { createTraining } from "./training.ts";

/**
 * A run as training left it: θ, what its update has learned, and the normalizer of observations.
 *
 * @param state of its last update, as `final_state` has it
 * @throws ConfigError where the configuration cannot be served; TypeError for a state of another one
 */
export const restored = (config: RunConfig, state: string, environment?: Environment): Setup => {
  const setup = setUp(config, environment);
  createTraining(setup).restore(decodeState(state));
  return setup;
};
