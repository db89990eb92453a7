import type { Task, Version } from "../task.ts";
import { ant } from "./ant.ts";
import { humanoid } from "./humanoid.ts";
import { invertedDoublePendulum, invertedPendulum } from "./pendulums.ts";
import { halfCheetah, hopper, swimmer, walker2d } from "./planar.ts";

/** Gymnasium's MuJoCo tasks, by name without version. */
export const tasks = {
  Hopper: hopper,
  Walker2d: walker2d,
  HalfCheetah: halfCheetah,
  Swimmer: swimmer,
  Ant: ant,
  Humanoid: humanoid,
  InvertedPendulum: invertedPendulum,
  InvertedDoublePendulum: invertedDoublePendulum,
} satisfies Record<string, (version: Version) => Task>;

/** Names as Gymnasium has them. */
export const taskNames = Object.keys(tasks).flatMap((name) => [`${name}-v5`, `${name}-v4`]);

/** @param name one of `taskNames` */
export const taskOf = (name: string): Task => {
  const [task, version] = name.split("-") as [keyof typeof tasks, Version];
  return tasks[task](version);
};
