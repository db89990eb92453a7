import { broken } from "../../envs/contract/broken.ts";
import { continuousModelFaults } from "../../envs/contract/continuous-model.ts";
import { probeVectors } from "../../envs/contract/continuous-probe.ts";
import type { Environment } from "../../envs/contract/environment.ts";
import { isDiscrete } from "../../envs/contract/environment.ts";
import { finiteModelFaults } from "../../envs/contract/finite-model.ts";
import { probeFinite } from "../../envs/contract/finite-probe.ts";
import { memberFaults } from "../../envs/contract/members.ts";
import { ContractError } from "../errors/contract-error.ts";
import { thrownText } from "../errors/thrown-text.ts";
import { madeByModule } from "./made-by-module.ts";
import { withinTime } from "./within-time.ts";

/** How a custom environment is made and looked at. */
export interface CustomOptions {
  /** What the function that makes it is called with. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Steps after which a trial is cut off; those of the study's objective. */
  readonly horizon?: number;
  /** Whether it is tried out, and not looked at only: once is enough. */
  readonly probe?: boolean;
  /** Milliseconds that all of it may take; without end if not given. */
  readonly limit?: number;
}

/**
 * Makes an environment of what a module exports, as `environment` or else by default: an environment, or a function
 * of options that returns one. Its members are looked at, then it is reset and stepped some thousand times.
 *
 * @param exported the module, as `import()` or `require()` gives it
 * @param where name of the module, for messages
 * @throws ContractError with everything that is wrong with its members, or the first thing that is wrong with what it
 *   does: states that are not finite, no reward, a memory between calls, …
 */
export const asEnvironment = (
  exported: unknown,
  where: string,
  { limit, ...options }: CustomOptions = {},
): Environment => {
  const work = () => lookedAt(exported, options);
  try {
    return limit === undefined ? work() : withinTime(limit, work);
  } catch (error) {
    // what is no breach are members that throw when they are read, and time that is over
    const issues =
      error instanceof ContractError ? error.issues : [`it could not be tried out: ${thrownText(error)}`];
    throw new ContractError(issues.map((issue) => `${where}: ${issue}`));
  }
};

const lookedAt = (
  exported: unknown,
  { options = {}, horizon = Number.POSITIVE_INFINITY, probe = true }: CustomOptions,
): Environment => {
  const candidate = made(exported, options);
  const faults = memberFaults(candidate);
  if (faults.length > 0) throw new ContractError(faults);
  const environment = candidate as Environment;
  const models = isDiscrete(environment)
    ? finiteModelFaults(environment)
    : continuousModelFaults(environment);
  if (models.length > 0) throw new ContractError(models);
  if (!probe) return environment;
  if (isDiscrete(environment)) probeFinite(environment, horizon);
  else probeVectors(environment, horizon);
  return environment;
};

/** The object that is to be an environment. @throws ContractError */
const made = (exported: unknown, options: Readonly<Record<string, unknown>>): object => {
  const { made: environment, exported: as } = madeByModule(
    exported,
    "environment",
    ["reset", "step"],
    options,
  );
  if (as !== undefined && (environment as { dispose?: unknown }).dispose !== undefined)
    broken(
      `exports${as} an environment with dispose; expected a function that makes one, as what is exported itself is used again`,
    );
  return environment;
};
