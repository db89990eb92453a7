import { held, type Savable } from "../memory/state.ts";
import type { Setup } from "../setup/set-up.ts";

/** All that a probe's estimates depend on besides the configuration: θ, and what was learned along training. */
export const frozen = ({ point, update }: Setup): Savable => {
  const { theta } = point;
  const state = held({ theta, update });
  return {
    save: state.save,
    restore(saved) {
      state.restore(saved);
      point.moveTo(theta);
    },
  };
};
