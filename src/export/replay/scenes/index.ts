import { UsageError } from "../../../errors/usage-error.ts";
import type { Scene } from "../scene.ts";
import { acrobot } from "./acrobot.ts";
import { cartPole } from "./cart-pole.ts";
import { mountainCar } from "./mountain-car.ts";
import { pendulum } from "./pendulum.ts";
import { looks, planar } from "./planar.ts";

/** What can be drawn besides MuJoCo's planar tasks, by kind of environment. */
const scenes: Readonly<Record<string, () => Scene>> = {
  "cart-pole": cartPole,
  "mountain-car": mountainCar(0.5),
  "mountain-car-continuous": mountainCar(0.45),
  acrobot,
  pendulum,
};

/**
 * How states of an environment are drawn; who asked for it disposes of it. MuJoCo is to be prepared before.
 *
 * @throws UsageError naming what can be drawn, where this cannot
 */
export const sceneOf = ({ kind, task = "" }: { readonly kind: string; readonly task?: string }): Scene => {
  if (kind === "mujoco" && task.split("-")[0] in looks) return planar(task);
  if (Object.hasOwn(scenes, kind)) return scenes[kind]();
  throw new UsageError(
    `a replay is drawn of ${Object.keys(scenes).join(", ")} and mujoco's ${Object.keys(looks).join(", ")}; ` +
      `this run is of ${kind === "mujoco" ? task : kind}: write a table, -o ….csv`,
  );
};
