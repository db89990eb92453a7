import { resolve } from "node:path";
import type { z } from "zod";
import type { EnvironmentKind } from "../../envs/contract/environment.ts";
import { moduleOptions } from "../bridge/module-options.ts";
import { asEnvironment } from "./custom-environment.ts";
import { exportsOf, TIME_LIMIT, unloadable, waitForExports } from "./module-file.ts";

/** Kept while a process lives: a module is tried out once, and evaluated once anyway. */
const triedOut = new Set<string>();

/**
 * A custom environment, from a JavaScript module. A module may have to be waited for: by an await at its top level, or by a
 * function `prepare(options)` that it exports and that is awaited before its environments are made.
 * @throws RangeError if the file cannot be loaded, or its environment does not keep the contract
 */
export const customModule = {
  summary: "a custom environment: environment: { module: ./my-env.js, options: { … } }",
  options: moduleOptions,
  async prepare({ module, options: given }: z.output<typeof moduleOptions>) {
    try {
      const { prepare } = Object(await waitForExports(module)) as { prepare?: unknown };
      if (typeof prepare === "function") await prepare({ ...given });
    } catch (error) {
      throw unloadable(module, error);
    }
  },
  create({ module, options: given }: z.output<typeof moduleOptions>) {
    const key = JSON.stringify([resolve(module), given]);
    const options = { options: given, probe: !triedOut.has(key), limit: TIME_LIMIT };
    const environment = asEnvironment(exportsOf(module), module, options);
    triedOut.add(key);
    return environment;
  },
} satisfies EnvironmentKind;
