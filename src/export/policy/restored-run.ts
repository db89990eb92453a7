import { environments, prepareEnvironment } from "../../config/environments.ts";
import { StoreError } from "../../errors/store-error.ts";
import { restored } from "../../run/restored.ts";
import type { Setup } from "../../setup/set-up.ts";
import type { PolicyOrigin } from "./described.ts";
import { type FinalRun, finalRun } from "./final-run.ts";

/**
 * A finished run of a database, whose environment can be made from here on.
 *
 * @param wanted its number; may be left out where there is one only
 * @throws StoreError if it cannot be found, or its environment is not at hand
 */
export const preparedRun = async (path: string, wanted?: number): Promise<FinalRun> => {
  const run = finalRun(path, wanted);
  const { kind } = run.config.environment;
  if (!Object.hasOwn(environments, kind))
    throw new StoreError(
      `run ${run.origin.run} is of the environment ${kind}, which a program made; it is not at hand here.`,
    );
  await prepareEnvironment(run.config.environment);
  return run;
};

/** The same, as training left it. Who asked for it disposes of its environment. @throws as `preparedRun` does */
export const restoredRun = async (
  path: string,
  wanted?: number,
): Promise<{ readonly origin: PolicyOrigin; readonly setup: Setup }> => {
  const { origin, config, state } = await preparedRun(path, wanted);
  return { origin, setup: restored(config, state) };
};
