import { halfCheetah as halfCheetahModel } from "../models/half-cheetah.ts";
import { hopper as hopperModel } from "../models/hopper.ts";
import { swimmer as swimmerModel } from "../models/swimmer.ts";
import { walker2d as walker2dModel } from "../models/walker2d.ts";
import type { Layout, Task, Version } from "../task.ts";
import { runner } from "./runner.ts";

const FAR = 100; // m, rad, m/s or rad/s

const within = (state: Float64Array, first: number, end: number, limit: number): boolean => {
  for (let i = first; i < end; i++) if (!(Math.abs(state[i]) < limit)) return false;
  return true;
};

export const hopper = (version: Version): Task =>
  runner(version, {
    model: hopperModel,
    substeps: 4,
    noise: 0.005,
    unseen: 1,
    observationSize: 11,
    velocityLimit: 10,
    controlCost: 0.001,
    healthy: (state, { warmStart }: Layout) =>
      state[1] > 0.7 && Math.abs(state[2]) < 0.2 && within(state, 2, warmStart, FAR),
  });

export const walker2d = (version: Version): Task =>
  runner(version, {
    model: walker2dModel(version === "v5" ? 1.9 : 0.9),
    substeps: 4,
    noise: 0.005,
    unseen: 1,
    observationSize: 17,
    velocityLimit: 10,
    controlCost: 0.001,
    healthy: (state) => state[1] > 0.8 && state[1] < 2 && state[2] > -1 && state[2] < 1,
  });

export const halfCheetah = (version: Version): Task =>
  runner(version, {
    model: halfCheetahModel,
    substeps: 5,
    noise: 0.1,
    normalVelocities: true,
    unseen: 1,
    observationSize: 17,
    controlCost: 0.1,
  });

export const swimmer = (version: Version): Task =>
  runner(version, {
    model: swimmerModel,
    substeps: 4,
    noise: 0.1,
    unseen: 2,
    observationSize: 8,
    controlCost: 0.0001,
  });
