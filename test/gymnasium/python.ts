import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import type { Environment } from "../../envs/contract/environment.ts";
import { requireContinuous, requireDiscrete } from "../../envs/contract/environment.ts";
import { gymnasium } from "../../src/gymnasium/gymnasium.ts";
import { GYMNASIUM, needs } from "../suite/needs.ts";

/** Whether the tests have Gymnasium: they skip themselves without it. */
export const present = needs.gymnasium().met;

/** The program that runs it. */
export const python = GYMNASIUM;

/** MuJoCo installs on some machines only. */
export const hasMujoco = present && existsSync("results/gymnasium/mujoco");

process.env.PYTHONPATH = resolve("test/gymnasium/python"); // for modules of the tests

const made: Environment[] = [];

/** An environment of Gymnasium, which `disposeAll` disposes of. */
export const gym = (options: z.input<typeof gymnasium.options>): Environment => {
  const environment = gymnasium.create(gymnasium.options.parse({ python, ...options }));
  made.push(environment);
  return environment;
};

export const continuousGym = (options: z.input<typeof gymnasium.options>) =>
  requireContinuous(gym(options), "the test");

export const discreteGym = (id: string, options: Readonly<Record<string, unknown>> = {}) =>
  requireDiscrete(gym({ gymnasium: id, options, observations: "numbers" }), "the test");

export const disposeAll = (): void => {
  for (const each of made.splice(0)) each.dispose?.();
};
