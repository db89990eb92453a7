import { capsule, disk, type Scene } from "../scene.ts";

/** A rod on a pivot; angles are counterclockwise from upright. */
export const pendulum = (): Scene => ({
  bodies: [{ pieces: [capsule([0, 0], [0, 1], 0.08), disk([0, 0], 0.1)], tone: 1 }],
  place(state, out) {
    out.set([0, 0, state[0]]);
  },
  view: { left: -1.8, bottom: -1.2, width: 3.6, height: 2.4 },
  follows: "nothing",
  marks: [],
  seconds: 0.05,
});
