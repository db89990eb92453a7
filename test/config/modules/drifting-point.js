/**
 * An environment of one's own with vectors as states, in plain JavaScript: a point (x, v) that noise pushes about,
 * and that an action u is to keep at 0. Only the place is seen.
 */
const TIME_STEP = 0.1; // s

export const environment = {
  kind: "drifting-point",
  stateSize: 2,
  observationSize: 1,
  action: { size: 1 },
  reset(state, random) {
    state[0] = 2 * random.next() - 1;
    state[1] = 0;
  },
  step(state, action, random, outcome) {
    const [force] = action;
    outcome.reward = -(state[0] ** 2 + 0.1 * force ** 2);
    state[1] += TIME_STEP * (force + random.next() - 0.5);
    state[0] += TIME_STEP * state[1];
    outcome.terminated = Math.abs(state[0]) > 5;
  },
  observe(state, out) {
    out[0] = state[0];
  },
};
