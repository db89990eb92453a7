import { expect } from "vitest";
import type { ContinuousEnvironment, FiniteEnvironment } from "../../envs/contract/environment.ts";
import { asEnvironment, type CustomOptions } from "../../src/config/custom-environment.ts";
import { ContractError } from "../../src/errors/contract-error.ts";

/** Imports one of the environments of `modules/`, as a study's `module` would be. */
export const load = (name: string): Promise<object> =>
  import(new URL(`modules/${name}.js`, import.meta.url).href);

export const { default: twoDoors } = (await load("two-doors")) as {
  default: (options: object) => FiniteEnvironment;
};
export const doors = twoDoors({});

export const { environment: point } = (await load("drifting-point")) as {
  environment: ContinuousEnvironment;
};

/** Everything that is wrong with what a module exports. */
export const faultsOf = (exported: unknown, options?: CustomOptions): readonly string[] => {
  try {
    asEnvironment(exported, "./mine.js", options);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    expect(error.message).toBe(error.issues.join("\n"));
    return error.issues.map((issue) => {
      expect(issue).toMatch(/^\.\/mine\.js: /);
      return issue.slice("./mine.js: ".length);
    });
  }
  return [];
};
