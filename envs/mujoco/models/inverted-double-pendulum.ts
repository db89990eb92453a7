import type { BodyModel } from "../model.ts";

/** Inverted double pendulum: two poles, one on the other, on a cart. */
export const invertedDoublePendulum: BodyModel = {
  angle: "degree",
  option: { timestep: 0.01, integrator: "RK4", gravity: [1e-5, 0, -9.81] },
  jointDefault: { damping: 0.05 },
  geomDefault: { contype: 0, conaffinity: 1, condim: 3, friction: [1, 0.1, 0.1] },
  floor: null,
  bodies: [
    {
      name: "cart",
      parent: "world",
      pos: [0, 0, 0],
      joints: [
        {
          name: "slider",
          type: "slide",
          axis: [1, 0, 0],
          pos: [0, 0, 0],
          range: [-1, 1],
          limited: true,
          margin: 0.01,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.1, half: 0.1, pos: [0, 0, 0], quat: [Math.SQRT1_2, 0, Math.SQRT1_2, 0] },
      ],
    },
    {
      name: "pole",
      parent: "cart",
      pos: [0, 0, 0],
      joints: [{ name: "hinge", type: "hinge", axis: [0, 1, 0], pos: [0, 0, 0] }],
      geoms: [{ type: "capsule", radius: 0.045, fromto: [0, 0, 0, 0, 0, 0.6] }],
    },
    {
      name: "pole2",
      parent: "pole",
      pos: [0, 0, 0.6],
      joints: [{ name: "hinge2", type: "hinge", axis: [0, 1, 0], pos: [0, 0, 0] }],
      geoms: [{ type: "capsule", radius: 0.045, fromto: [0, 0, 0, 0, 0, 0.6] }],
      sites: [{ name: "tip", pos: [0, 0, 0.6] }],
    },
  ],
  actuators: [{ joint: "slider", gear: 500, range: [-1, 1] }],
};
