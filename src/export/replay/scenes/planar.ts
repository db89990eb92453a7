import { posesOf } from "../../../../envs/mujoco/poses.ts";
import { capsule, type Scene, type Spot } from "../scene.ts";

/** How a task is looked at: from the side (x to the right, z up), or from above (x to the right, y up). */
interface Look extends Pick<Scene, "view" | "follows" | "marks"> {
  readonly from: "side" | "above";
}

const rail: Scene["marks"] = [
  {
    kind: "ground",
    spots: [
      [-1.1, 0],
      [1.1, 0],
    ],
  },
];
const runner: Look = {
  from: "side",
  view: { left: -1.6, bottom: -0.3, width: 4, height: 2.1 },
  follows: "along",
  marks: [],
};

/** The planar tasks of MuJoCo, by name without version. */
export const looks = {
  Hopper: runner,
  Walker2d: runner,
  HalfCheetah: { ...runner, view: { left: -1.8, bottom: -0.3, width: 4, height: 1.8 } },
  InvertedPendulum: {
    ...{ from: "side", view: { left: -1.4, bottom: -0.3, width: 2.8, height: 1.2 } },
    ...{ follows: "nothing", marks: rail },
  },
  InvertedDoublePendulum: {
    ...{ from: "side", view: { left: -1.4, bottom: -0.3, width: 2.8, height: 1.8 } },
    ...{ follows: "nothing", marks: rail },
  },
  Swimmer: {
    ...{ from: "above", view: { left: -3, bottom: -1.8, width: 6, height: 3.6 } },
    ...{ follows: "anywhere", marks: [] },
  },
} satisfies Record<string, Look>;

/**
 * A planar task, from the frames of its bodies as the engine has them.
 *
 * @param task its name with version, of one of `looks`
 */
export const planar = (task: string): Scene => {
  const { from, ...look } = looks[task.split("-")[0] as keyof typeof looks] as Look;
  const poses = posesOf(task);
  const up = from === "side" ? 2 : 1;
  const spot = (place: Float64Array): Spot => [place[0], place[up]];
  const bodies = Array.from(poses.parents.subarray(1), (_, i) => i + 1);
  return {
    ...look,
    bodies: bodies.map((body) => ({
      pieces: poses.capsules
        .filter((each) => each.body === body)
        .map(({ ends, radius }) => capsule(spot(ends[0]), spot(ends[1]), radius)),
      tone: limbOf(body, poses.parents),
    })),
    place(state, out) {
      const { xpos, xquat } = poses.at(state);
      for (const [i, body] of bodies.entries()) {
        const [w, x, y, z] = xquat.subarray(4 * body);
        // where the frame's own x axis points
        const [right, above] =
          from === "side"
            ? [1 - 2 * (y * y + z * z), 2 * (x * z - w * y)]
            : [1 - 2 * (y * y + z * z), 2 * (x * y + w * z)];
        out[3 * i] = xpos[3 * body];
        out[3 * i + 1] = xpos[3 * body + up];
        out[3 * i + 2] = Math.atan2(above, right);
      }
    },
    seconds: poses.seconds,
    dispose: poses.dispose,
  };
};

const ROOT = 1;

/** 0 for the root; else which of its children a body hangs from, from 1 on. */
const limbOf = (body: number, parents: Int32Array): number => {
  if (body === ROOT) return 0;
  let limb = body;
  while (parents[limb] !== ROOT) limb = parents[limb];
  return parents.subarray(0, limb + 1).filter((parent) => parent === ROOT).length;
};
