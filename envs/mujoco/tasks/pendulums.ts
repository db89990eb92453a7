import { invertedDoublePendulum as doubleModel } from "../models/inverted-double-pendulum.ts";
import { invertedPendulum as singleModel } from "../models/inverted-pendulum.ts";
import { copyClipped, type Task, type Version } from "../task.ts";

const STEEPEST = 0.2; // rad

/** Keep a pole upright by moving its cart: 1 per step, in v5 none for the step that ends it. */
export const invertedPendulum = (version: Version): Task => ({
  model: singleModel,
  substeps: 2,
  noise: 0.01,
  observationSize: 4,
  forward: () => 0,
  observe(state, _layout, out) {
    for (let i = 0; i < 4; i++) out[i] = state[i];
  },
  judge(state, _layout, _velocity, _cost, outcome) {
    outcome.terminated = Math.abs(state[1]) > STEEPEST;
    outcome.reward = version === "v5" && outcome.terminated ? 0 : 1;
  },
});

const CONTACT_LIMIT = 10; // N or N m, of observed constraint forces
const VELOCITY_LIMIT = 10; // m/s or rad/s

/** Keep two poles upright: paid for the height of the upper tip, and for staying in the middle and slow. */
export const invertedDoublePendulum = (version: Version): Task => {
  const forces = version === "v5" ? 1 : 3;
  return {
    model: doubleModel,
    substeps: 5,
    noise: 0.1,
    normalVelocities: true,
    observationSize: 8 + forces,
    lag: {
      size: 5, // x and height of the tip, and the forces of constraints
      contacts: false,
      read({ site_xpos, qfrc_constraint }, _simulation, state, first) {
        state[first] = site_xpos[0];
        state[first + 1] = site_xpos[2];
        for (let i = 0; i < 3; i++) state[first + 2 + i] = qfrc_constraint[i];
      },
    },
    forward: () => 0,
    observe(state, { velocities, lag }, out) {
      out[0] = state[0];
      for (let i = 0; i < 2; i++) {
        out[1 + i] = Math.sin(state[1 + i]);
        out[3 + i] = Math.cos(state[1 + i]);
      }
      copyClipped(state, velocities, 3, VELOCITY_LIMIT, out, 5);
      copyClipped(state, lag + 2, forces, CONTACT_LIMIT, out, 8);
    },
    judge(state, { velocities, lag }, _velocity, _cost, outcome) {
      const [x, height] = [state[lag], state[lag + 1]];
      const [lower, upper] = [state[velocities + 1], state[velocities + 2]];
      outcome.terminated = height <= 1;
      const bonus = version === "v5" && outcome.terminated ? 0 : 10;
      outcome.reward =
        bonus -
        (0.01 * (x * x) + (height - 2) * (height - 2)) -
        (0.001 * (lower * lower) + 0.005 * (upper * upper));
    },
  };
};
