import { capsule, disk, type Scene } from "../scene.ts";

const LENGTH = 1; // m, of each link

/** Two links on a pivot, and the height that the tip is to reach. */
export const acrobot = (): Scene => ({
  bodies: [
    { pieces: [capsule([0, 0], [0, -LENGTH], 0.07), disk([0, 0], 0.1)], tone: 0 },
    { pieces: [capsule([0, 0], [0, -LENGTH], 0.07), disk([0, 0], 0.1)], tone: 1 },
  ],
  place(state, out) {
    const [first, second] = state;
    out.set([0, 0, first, LENGTH * Math.sin(first), -LENGTH * Math.cos(first), first + second]);
  },
  view: { left: -2.8, bottom: -2.25, width: 5.6, height: 4.5 },
  follows: "nothing",
  marks: [
    {
      kind: "goal",
      spots: [
        [-2.8, LENGTH],
        [2.8, LENGTH],
      ],
    },
  ],
  seconds: 1 / 15, // a third of its 0.2 s, as Gymnasium shows it
});
