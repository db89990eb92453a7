import { expect } from "vitest";
import type { FiniteEnvironment, VectorEnvironment } from "../../envs/contract/environment.ts";
import { asEnvironment, ContractError, type OwnOptions } from "../../src/config/own-environment.ts";

/** Imports one of the environments of `modules/`, as a study's `module` would be. */
export const load = (name: string): Promise<object> =>
  import(new URL(`modules/${name}.js`, import.meta.url).href);

export const { default: twoDoors } = (await load("two-doors")) as {
  default: (options: object) => FiniteEnvironment;
};
export const doors = twoDoors({});

export const { environment: point } = (await load("drifting-point")) as { environment: VectorEnvironment };

/** Everything that is wrong with what a module exports. */
export const faultsOf = (exported: unknown, options?: OwnOptions): readonly string[] => {
  try {
    asEnvironment(exported, "./mine.js", options);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    expect(error.message).toBe(error.faults.join("\n"));
    return error.faults.map((fault) => {
      expect(fault).toMatch(/^\.\/mine\.js: /);
      return fault.slice("./mine.js: ".length);
    });
  }
  return [];
};
