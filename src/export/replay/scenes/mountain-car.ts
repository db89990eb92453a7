import { box, disk, type Scene, type Spot } from "../scene.ts";

const [LEFT, RIGHT] = [-1.2, 0.6];
const HEIGHT = 1 / 3; // of sin 3x, so that the slope of the drawn valley is cos 3x, which is what pulls
const SPOTS = 120;

const heightAt = (x: number): number => HEIGHT * Math.sin(3 * x);

/** The car in its valley; a line stands where the goal is. */
export const mountainCar = (goal: number) => (): Scene => ({
  bodies: [
    {
      pieces: [box(-0.06, 0.03, 0.06, 0.075), disk([-0.035, 0.025], 0.025), disk([0.035, 0.025], 0.025)],
      tone: 1,
    },
  ],
  place(state, out) {
    const slope = Math.cos(3 * state[0]);
    out.set([state[0], heightAt(state[0]), Math.atan2(slope, 1)]);
  },
  view: { left: LEFT - 0.05, bottom: -0.4, width: RIGHT - LEFT + 0.1, height: 0.95 },
  follows: "nothing",
  marks: [
    {
      kind: "ground",
      spots: Array.from({ length: SPOTS + 1 }, (_, i): Spot => {
        const x = LEFT + ((RIGHT - LEFT) * i) / SPOTS;
        return [x, heightAt(x)];
      }),
    },
    {
      kind: "goal",
      spots: [
        [goal, heightAt(goal)],
        [goal, heightAt(goal) + 0.15],
      ],
    },
  ],
  seconds: 1 / 30, // as Gymnasium shows it; the environment has no unit of time
});
