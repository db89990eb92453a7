import type { BodyModel } from "../model.ts";

/** Swimmer: three links in a viscous fluid, in a horizontal plane. */
export const swimmer: BodyModel = {
  angle: "degree",
  option: { timestep: 0.01, integrator: "RK4", density: 4000, viscosity: 0.1 },
  jointDefault: { armature: 0.1 },
  geomDefault: { contype: 0, conaffinity: 0, condim: 1, density: 1000 },
  floor: null,
  bodies: [
    {
      name: "torso",
      parent: "world",
      pos: [0, 0, 0],
      joints: [
        { name: "root_x", type: "slide", axis: [1, 0, 0], pos: [0, 0, 0] },
        { name: "root_y", type: "slide", axis: [0, 1, 0], pos: [0, 0, 0] },
        { name: "root_yaw", type: "hinge", axis: [0, 0, 1], pos: [0, 0, 0] },
      ],
      geoms: [{ type: "capsule", radius: 0.1, fromto: [1.5, 0, 0, 0.5, 0, 0] }],
    },
    {
      name: "middle",
      parent: "torso",
      pos: [0.5, 0, 0],
      joints: [
        { name: "motor1", type: "hinge", axis: [0, 0, 1], pos: [0, 0, 0], range: [-100, 100], limited: true },
      ],
      geoms: [{ type: "capsule", radius: 0.1, fromto: [0, 0, 0, -1, 0, 0] }],
    },
    {
      name: "back",
      parent: "middle",
      pos: [-1, 0, 0],
      joints: [
        { name: "motor2", type: "hinge", axis: [0, 0, 1], pos: [0, 0, 0], range: [-100, 100], limited: true },
      ],
      geoms: [{ type: "capsule", radius: 0.1, fromto: [0, 0, 0, -1, 0, 0] }],
    },
  ],
  actuators: [
    { joint: "motor1", gear: 150, range: [-1, 1] },
    { joint: "motor2", gear: 150, range: [-1, 1] },
  ],
};
