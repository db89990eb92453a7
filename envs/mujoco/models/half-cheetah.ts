import type { BodyModel } from "../model.ts";

/** Half cheetah: a torso with a leg of three joints at each end, in a vertical plane. */
export const halfCheetah: BodyModel = {
  angle: "radian",
  totalMass: 14,
  option: { timestep: 0.01, integrator: "Euler" },
  jointDefault: {
    armature: 0.1,
    damping: 0.01,
    limited: true,
    stiffness: 8,
    solimplimit: [0, 0.8, 0.03],
    solreflimit: [0.02, 1],
  },
  geomDefault: {
    contype: 1,
    conaffinity: 0,
    condim: 3,
    friction: [0.4, 0.1, 0.1],
    solimp: [0, 0.8, 0.01],
    solref: [0.02, 1],
  },
  floor: { pos: [0, 0, 0], conaffinity: 1, condim: 3 },
  bodies: [
    {
      name: "torso",
      parent: "world",
      pos: [0, 0, 0.7],
      joints: [
        { name: "root_x", type: "slide", axis: [1, 0, 0], pos: [0, 0, 0], free: true },
        { name: "root_z", type: "slide", axis: [0, 0, 1], pos: [0, 0, 0], free: true },
        { name: "root_pitch", type: "hinge", axis: [0, 1, 0], pos: [0, 0, 0], free: true },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, fromto: [-0.5, 0, 0, 0.5, 0, 0] },
        { type: "capsule", radius: 0.046, half: 0.15, pos: [0.6, 0, 0.1], axisangle: [0, 1, 0, 0.87] },
      ],
    },
    {
      name: "back_thigh",
      parent: "torso",
      pos: [-0.5, 0, 0],
      joints: [
        {
          name: "back_thigh",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-0.52, 1.05],
          damping: 6,
          stiffness: 240,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.145, pos: [0.1, 0, -0.13], axisangle: [0, 1, 0, -3.8] },
      ],
    },
    {
      name: "back_shin",
      parent: "back_thigh",
      pos: [0.16, 0, -0.25],
      joints: [
        {
          name: "back_shin",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-0.785, 0.785],
          damping: 4.5,
          stiffness: 180,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.15, pos: [-0.14, 0, -0.07], axisangle: [0, 1, 0, -2.03] },
      ],
    },
    {
      name: "back_foot",
      parent: "back_shin",
      pos: [-0.28, 0, -0.14],
      joints: [
        {
          name: "back_foot",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-0.4, 0.785],
          damping: 3,
          stiffness: 120,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.094, pos: [0.03, 0, -0.097], axisangle: [0, 1, 0, -0.27] },
      ],
    },
    {
      name: "front_thigh",
      parent: "torso",
      pos: [0.5, 0, 0],
      joints: [
        {
          name: "front_thigh",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-1, 0.7],
          damping: 4.5,
          stiffness: 180,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.133, pos: [-0.07, 0, -0.12], axisangle: [0, 1, 0, 0.52] },
      ],
    },
    {
      name: "front_shin",
      parent: "front_thigh",
      pos: [-0.14, 0, -0.24],
      joints: [
        {
          name: "front_shin",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-1.2, 0.87],
          damping: 3,
          stiffness: 120,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.106, pos: [0.065, 0, -0.09], axisangle: [0, 1, 0, -0.6] },
      ],
    },
    {
      name: "front_foot",
      parent: "front_shin",
      pos: [0.13, 0, -0.18],
      joints: [
        {
          name: "front_foot",
          type: "hinge",
          axis: [0, 1, 0],
          pos: [0, 0, 0],
          range: [-0.5, 0.5],
          damping: 1.5,
          stiffness: 60,
        },
      ],
      geoms: [
        { type: "capsule", radius: 0.046, half: 0.07, pos: [0.045, 0, -0.07], axisangle: [0, 1, 0, -0.6] },
      ],
    },
  ],
  actuators: [
    { joint: "back_thigh", gear: 120, range: [-1, 1] },
    { joint: "back_shin", gear: 90, range: [-1, 1] },
    { joint: "back_foot", gear: 60, range: [-1, 1] },
    { joint: "front_thigh", gear: 120, range: [-1, 1] },
    { joint: "front_shin", gear: 60, range: [-1, 1] },
    { joint: "front_foot", gear: 30, range: [-1, 1] },
  ],
};
