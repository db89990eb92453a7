import { clip } from "../../clip.ts";
import { ant as model } from "../models/ant.ts";
import { copyClipped, type Task, type Version } from "../task.ts";

const BODIES = 14; // the world included
const FORCES = 6 * BODIES;
const FORCE_LIMIT = 1;

/** Four legs: Δx/Δt of the torso + healthy − 0.5 Σ a², and in v5 a cost of contact forces, which are seen. */
export const ant = (version: Version): Task => {
  const seesForces = version === "v5";
  return {
    model,
    substeps: 5,
    noise: 0.1,
    normalVelocities: true,
    observationSize: seesForces ? 27 + FORCES - 6 : 27,
    lag: {
      size: seesForces ? 1 + FORCES : 1,
      contacts: seesForces,
      read({ xpos, cfrc_ext }, _simulation, state, first) {
        state[first] = xpos[3];
        if (seesForces) for (let i = 0; i < FORCES; i++) state[first + 1 + i] = cfrc_ext[i];
      },
    },
    forward: (state, { lag }) => state[lag],
    observe(state, { warmStart, lag }, out) {
      const place = copyClipped(state, 2, warmStart - 2, Number.POSITIVE_INFINITY, out, 0);
      if (seesForces) copyClipped(state, lag + 1 + 6, FORCES - 6, FORCE_LIMIT, out, place);
    },
    judge(state, { lag }, velocity, cost, outcome) {
      const healthy = state[2] >= 0.2 && state[2] <= 1;
      let contact = 0;
      if (seesForces)
        for (let i = 0; i < FORCES; i++) {
          const force = clip(state[lag + 1 + i], -FORCE_LIMIT, FORCE_LIMIT);
          contact += force * force;
        }
      const bonus = version === "v4" || healthy ? 1 : 0;
      outcome.reward = velocity + bonus - (0.5 * cost + 0.0005 * contact);
      outcome.terminated = !healthy;
    },
  };
};
