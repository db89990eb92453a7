import { box, capsule, disk, type Scene } from "../scene.ts";

const LIMIT = 2.4; // m
const POLE = 1; // m

/** The cart on its rail, within the limits that end an episode. */
export const cartPole = (): Scene => ({
  bodies: [
    { pieces: [box(-0.25, -0.15, 0.25, 0.15)], tone: 0 },
    { pieces: [capsule([0, 0], [0, POLE], 0.04), disk([0, 0], 0.06)], tone: 1 },
  ],
  place(state, out) {
    out.set([state[0], 0, 0, state[0], 0.1, -state[2]]);
  },
  view: { left: -2.8, bottom: -0.45, width: 5.6, height: 2 },
  follows: "nothing",
  marks: [
    {
      kind: "ground",
      spots: [
        [-2.8, -0.15],
        [2.8, -0.15],
      ],
    },
    ...[-LIMIT, LIMIT].map((limit) => ({
      kind: "goal" as const,
      spots: [
        [limit, -0.3],
        [limit, 0],
      ] as const,
    })),
  ],
  seconds: 0.02,
});
