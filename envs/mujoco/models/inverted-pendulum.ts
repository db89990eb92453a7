import type { BodyModel } from "../model.ts";

/** Inverted pendulum: a pole on a cart. */
export const invertedPendulum: BodyModel = {
  angle: "degree",
  option: { timestep: 0.02, integrator: "RK4" },
  jointDefault: { armature: 0, damping: 1, limited: true },
  geomDefault: { contype: 0, conaffinity: 1, condim: 3, friction: [1, 0.1, 0.1] },
  floor: null,
  bodies: [
    {
      name: "cart",
      parent: "world",
      pos: [0, 0, 0],
      joints: [{ name: "slider", type: "slide", axis: [1, 0, 0], pos: [0, 0, 0], range: [-1, 1] }],
      geoms: [
        { type: "capsule", radius: 0.1, half: 0.1, pos: [0, 0, 0], quat: [Math.SQRT1_2, 0, Math.SQRT1_2, 0] },
      ],
    },
    {
      name: "pole",
      parent: "cart",
      pos: [0, 0, 0],
      joints: [{ name: "hinge", type: "hinge", axis: [0, 1, 0], pos: [0, 0, 0], range: [-90, 90] }],
      geoms: [{ type: "capsule", radius: 0.049, fromto: [0, 0, 0, 0.001, 0, 0.6] }],
    },
  ],
  actuators: [{ joint: "slider", gear: 100, range: [-3, 3] }],
};
