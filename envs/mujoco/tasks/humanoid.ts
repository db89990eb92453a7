import { humanoid as model } from "../models/humanoid.ts";
import { copyClipped, type Task, type Version } from "../task.ts";

const BODIES = 14; // the world included
const VELOCITIES = 23;
/** Numbers of each part of what the engine leaves behind, after the way of the center of mass. */
const [INERTIAS, MOTIONS, MOTORS, FORCES] = [10 * BODIES, 6 * BODIES, VELOCITIES, 6 * BODIES];
const MOST_CONTACT = 10;

/**
 * A body with abdomen, legs and arms: 1.25 Δx/Δt of the center of mass + healthy − 0.1 Σ a², and in v5 a cost of contact
 * forces. What is seen has in v4 also the world's rows and the motors of the root, which are zeros.
 */
export const humanoid = (version: Version): Task => {
  const [world, root] = version === "v5" ? [1, 6] : [0, 0];
  return {
    model,
    substeps: 5,
    noise: 0.01,
    observationSize: version === "v5" ? 348 : 376,
    lag: {
      size: 1 + INERTIAS + MOTIONS + MOTORS + FORCES,
      contacts: true,
      read({ xipos, cinert, cvel, qfrc_actuator, cfrc_ext }, { masses }, state, first) {
        let [moment, total] = [0, 0];
        for (let b = 0; b < BODIES; b++) {
          moment += masses[b] * xipos[3 * b];
          total += masses[b];
        }
        state[first] = moment / total;
        let place = first + 1;
        for (let i = 0; i < INERTIAS; i++) state[place++] = cinert[i];
        for (let i = 0; i < MOTIONS; i++) state[place++] = cvel[i];
        for (let i = 0; i < MOTORS; i++) state[place++] = qfrc_actuator[i];
        for (let i = 0; i < FORCES; i++) state[place++] = cfrc_ext[i];
      },
    },
    forward: (state, { lag }) => state[lag],
    observe(state, { warmStart, lag }, out) {
      let place = copyClipped(state, 2, warmStart - 2, Number.POSITIVE_INFINITY, out, 0);
      let from = lag + 1;
      for (const [size, left] of [
        [INERTIAS, 10 * world],
        [MOTIONS, 6 * world],
        [MOTORS, root],
        [FORCES, 6 * world],
      ]) {
        place = copyClipped(state, from + left, size - left, Number.POSITIVE_INFINITY, out, place);
        from += size;
      }
    },
    judge(state, { lag }, velocity, cost, outcome) {
      const healthy = state[2] > 1 && state[2] < 2;
      let contact = 0;
      if (version === "v5") {
        const first = lag + 1 + INERTIAS + MOTIONS + MOTORS;
        for (let i = 0; i < FORCES; i++) contact += state[first + i] * state[first + i];
      }
      const bonus = version === "v4" || healthy ? 5 : 0;
      outcome.reward = 1.25 * velocity + bonus - (0.1 * cost + Math.min(MOST_CONTACT, 5e-7 * contact));
      outcome.terminated = !healthy;
    },
  };
};
