import type { Body, BodyModel } from "../model.ts";

/**
 * Walker2d: a torso on two legs of three joints, in a vertical plane.
 * @param rightFootFriction 0.9 in the tasks v4; 1.9, as of the left foot, since v5
 */
export const walker2d = (rightFootFriction: number): BodyModel => ({
  angle: "degree",
  option: { timestep: 0.002, integrator: "RK4" },
  jointDefault: { armature: 0.01, damping: 0.1, limited: true },
  geomDefault: { contype: 1, conaffinity: 0, condim: 3, density: 1000, friction: [0.7, 0.1, 0.1] },
  floor: { pos: [0, 0, 0], conaffinity: 1, condim: 3 },
  bodies: [
    {
      name: "torso",
      parent: "world",
      pos: [0, 0, 1.25],
      joints: [
        { name: "root_x", type: "slide", axis: [1, 0, 0], pos: [0, 0, -1.25], free: true },
        { name: "root_z", type: "slide", axis: [0, 0, 1], pos: [0, 0, -1.25], ref: 1.25, free: true },
        { name: "root_pitch", type: "hinge", axis: [0, 1, 0], pos: [0, 0, 0], free: true },
      ],
      geoms: [{ type: "capsule", radius: 0.05, half: 0.19999999999999996, pos: [0, 0, 0], friction: [0.9] }],
    },
    ...leg("", rightFootFriction),
    ...leg("_left", 1.9),
  ],
  actuators: ["thigh", "leg", "foot", "thigh_left", "leg_left", "foot_left"].map((joint) => ({
    joint,
    gear: 100,
    range: [-1, 1],
  })),
});

/** Thigh, leg and foot. @param side what their names end with */
const leg = (side: string, footFriction: number): Body[] => [
  {
    name: `thigh${side}`,
    parent: "torso",
    pos: [0, 0, -0.19999999999999996],
    joints: [{ name: `thigh${side}`, type: "hinge", axis: [0, -1, 0], pos: [0, 0, 0], range: [-150, 0] }],
    geoms: [
      {
        type: "capsule",
        radius: 0.05,
        half: 0.22500000000000003,
        pos: [0, 0, -0.2250000000000001],
        friction: [0.9],
      },
    ],
  },
  {
    name: `leg${side}`,
    parent: `thigh${side}`,
    pos: [0, 0, -0.7000000000000001],
    joints: [{ name: `leg${side}`, type: "hinge", axis: [0, -1, 0], pos: [0, 0, 0.25], range: [-150, 0] }],
    geoms: [{ type: "capsule", radius: 0.04, half: 0.25, pos: [0, 0, 0], friction: [0.9] }],
  },
  {
    name: `foot${side}`,
    parent: `leg${side}`,
    pos: [0.2, 0, -0.35],
    joints: [{ name: `foot${side}`, type: "hinge", axis: [0, -1, 0], pos: [-0.2, 0, 0.1], range: [-45, 45] }],
    geoms: [
      {
        type: "capsule",
        radius: 0.06,
        half: 0.1,
        pos: [-0.1, 0, 0.1],
        quat: [Math.SQRT1_2, 0, -0.7071067811865475, 0],
        friction: [footFriction],
      },
    ],
  },
];
